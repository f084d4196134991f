using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Keystile.Server.Apps;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>What every token of the service says: its own id, by which it is spent, its app, and how long it lives.</summary>
internal abstract record ServiceToken
{
    [JsonPropertyName("jti")] public Guid Id { get; init; } = new(RandomNumberGenerator.GetBytes(16));

    [JsonPropertyName("aud")] public required string App { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("exp")] public required long ExpiresAt { get; init; }

    [JsonIgnore] public DateTimeOffset Expiry => DateTimeOffset.FromUnixTimeSeconds(ExpiresAt);

    /// <summary>The id of the secret by which a backend had it made: locked or deleted, it takes back what it handed out. Null where a page had it made, or a version that wrote none down.</summary>
    [JsonPropertyName("key")] public string? MadeBy { get; init; }

    /// <summary>The security epoch of the key that an opened token was signed with: it must still be in force when the token is spent.</summary>
    [JsonIgnore] public long Epoch { get; init; }
}

/// <summary><c>register_</c>: a backend lets one of its users register a passkey.</summary>
internal sealed record RegisterToken : ServiceToken
{
    [JsonPropertyName("sub")] public required UserHandle User { get; init; }

    [JsonPropertyName("name")] public required string UserName { get; init; }

    [JsonPropertyName("display_name")] public required string DisplayName { get; init; }

    [JsonPropertyName("uv")] public required UserVerification UserVerification { get; init; }

    [JsonPropertyName("att")] public required AttestationConveyance Attestation { get; init; }

    [JsonPropertyName("discoverable")] public required bool Discoverable { get; init; }

    [JsonPropertyName("attachment")] public string? Attachment { get; init; }

    [JsonPropertyName("hints")] public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>What the user's aliases are to be; null leaves them as they are.</summary>
    [JsonPropertyName("aliases")] public IReadOnlyList<TokenAlias>? Aliases { get; init; }
}

/// <summary>An alias on its way through a browser: its key, those it would have under former root keys, and its text where that is to be kept.</summary>
internal sealed record TokenAlias([property: JsonPropertyName("key")] string Key, [property: JsonPropertyName("text")] string? Text, [property: JsonPropertyName("other")] IReadOnlyList<string>? OtherKeys = null)
{
    public static TokenAlias Of(AliasRow row) => new(Encode(row.Key), row.Plaintext, row.OtherKeys.Count == 0 ? null : [.. row.OtherKeys.Select(Encode)]);

    public AliasRow ToRow() => new(Decode(Key), Text) { OtherKeys = [.. (OtherKeys ?? []).Select(Decode)] };

    private static string Encode(ReadOnlyMemory<byte> key) => Base64Url.EncodeToString(key.Span);

    private static ReadOnlyMemory<byte> Decode(string key) => Base64Url.DecodeFromChars(key);
}

/// <summary><c>signin_</c>: a backend binds the sign-in that follows to one user.</summary>
internal sealed record SignInToken : ServiceToken
{
    [JsonPropertyName("sub")] public required UserHandle User { get; init; }
}

/// <summary><c>session_</c>: a begun ceremony, and the token it was begun with, which its success spends too.</summary>
internal sealed record SessionToken : ServiceToken
{
    /// <summary>Autofill waits as long as the page is open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    [JsonPropertyName("ceremony")] public required ChallengeToken Ceremony { get; init; }

    [JsonPropertyName("parent")] public Guid? Parent { get; init; }

    [JsonPropertyName("purpose")] public string? Purpose { get; init; }

    [JsonPropertyName("aliases")] public IReadOnlyList<TokenAlias>? Aliases { get; init; }

    /// <summary>What a registration asked for: its answer is held to that, though the app itself may ask for less.</summary>
    [JsonPropertyName("att")] public AttestationConveyance? Attestation { get; init; }

    public static SessionToken Of(App app, ChallengeToken ceremony, ServiceToken? parent, DateTimeOffset now) =>
        new() { App = app.Id, ExpiresAt = (now + Lifetime).ToUnixTimeSeconds(), Ceremony = ceremony, Parent = parent?.Id, MadeBy = parent?.MadeBy };
}

/// <summary><c>verify_</c>: who did what, for the backend to read once.</summary>
internal sealed record VerifyToken : ServiceToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    [JsonPropertyName("sub")] public required UserHandle User { get; init; }

    [JsonPropertyName("iat")] public required long IssuedAt { get; init; }

    [JsonPropertyName("use")] public required string Type { get; init; }

    [JsonPropertyName("rp_id")] public required string RpId { get; init; }

    [JsonPropertyName("origin")] public string Origin { get; init; } = "";

    [JsonPropertyName("device")] public string Device { get; init; } = "";

    [JsonPropertyName("nickname")] public string Nickname { get; init; } = "";

    [JsonPropertyName("cred")] public CredentialId? Credential { get; init; }

    [JsonPropertyName("purpose")] public string? Purpose { get; init; }
}
