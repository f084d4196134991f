using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Keystile.Server.Apps;
using Keystile.Server.External;
using Keystile.Server.Passwordless;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Tokens;

/// <summary>Which ceremony a challenge was issued for. A token of one flow is worth nothing at another's endpoint.</summary>
internal enum CeremonyFlow
{
    Registration,
    Authentication,
    Connect,
    Stepup,

    /// <summary>Of the console, to be explained and never granted anything for.</summary>
    Playground,
}

/// <summary>The state of a begun ceremony, carried by the client in a signed token. Readable on purpose, so it says nothing that tells a known user from an unknown one.</summary>
internal sealed record ChallengeToken
{
    /// <summary>A UUID in base64url: what is spent when the token is redeemed.</summary>
    [JsonPropertyName("jti")] public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("iat")] public required long IssuedAt { get; init; }

    /// <summary>Seconds since 1970; from this second on the token is dead.</summary>
    [JsonPropertyName("exp")] public required long ExpiresAt { get; init; }

    [JsonPropertyName("flow")] public required CeremonyFlow Flow { get; init; }

    [JsonPropertyName("aud")] public required string App { get; init; }

    [JsonPropertyName("rp_id")] public required string RpId { get; init; }

    /// <summary>The one origin the ceremony began from; null where the begin carried no Origin header.</summary>
    [JsonPropertyName("origin")] public string? Origin { get; init; }

    [JsonPropertyName("challenge")] public required Challenge Challenge { get; init; }

    /// <summary>The account: the one to create, or the one whose name was given (a decoy where nobody has that name); null in a discoverable sign-in.</summary>
    [JsonPropertyName("sub")] public UserHandle? UserHandle { get; init; }

    [JsonPropertyName("name")] public string? UserName { get; init; }

    [JsonPropertyName("display_name")] public string? DisplayName { get; init; }

    [JsonPropertyName("conditional")] public bool Conditional { get; init; }

    [JsonPropertyName("uv")] public required UserVerification UserVerification { get; init; }

    [JsonPropertyName("algs")] public IReadOnlyList<CoseAlgorithm>? Algorithms { get; init; }

    /// <summary>The digests of the credentials that may answer, in base64url.</summary>
    [JsonPropertyName("acl")] public string? AllowList { get; init; }

    /// <summary>SHA-256 of the id of the session that began the ceremony; connect and step-up only.</summary>
    [JsonPropertyName("sid")] public string? Session { get; init; }

    /// <summary>What a step-up is for; null where nothing was named.</summary>
    [JsonPropertyName("purpose")] public string? Purpose { get; init; }

    [JsonIgnore] public DateTimeOffset Expiry => DateTimeOffset.FromUnixTimeSeconds(ExpiresAt);

    /// <summary>The security epoch of the key that an opened token was signed with: it must still be in force when the token is spent.</summary>
    [JsonIgnore] public long Epoch { get; init; }

    /// <summary>The token of a registration for the account that <paramref name="ceremony"/> names.</summary>
    public static ChallengeToken For(App app, RegistrationCeremony ceremony, string userName, string displayName, DateTimeOffset now) => new()
    {
        Id = ChallengeTokens.NewId(now),
        IssuedAt = now.ToUnixTimeSeconds(),
        ExpiresAt = (now + app.ChallengeLifetime).ToUnixTimeSeconds(),
        Flow = CeremonyFlow.Registration,
        App = app.Id,
        RpId = app.RpId,
        Origin = ceremony.Origin,
        Challenge = ceremony.Challenge,
        UserHandle = ceremony.UserHandle,
        UserName = userName,
        DisplayName = displayName,
        Conditional = ceremony.Conditional,
        UserVerification = ceremony.UserVerification,
        Algorithms = ceremony.Algorithms,
    };

    /// <summary>The token of an authentication.</summary>
    public static ChallengeToken For(App app, AuthenticationCeremony ceremony, DateTimeOffset now) => new()
    {
        Id = ChallengeTokens.NewId(now),
        IssuedAt = now.ToUnixTimeSeconds(),
        ExpiresAt = (now + app.ChallengeLifetime).ToUnixTimeSeconds(),
        Flow = CeremonyFlow.Authentication,
        App = app.Id,
        RpId = app.RpId,
        Origin = ceremony.Origin,
        Challenge = ceremony.Challenge,
        UserHandle = ceremony.UserHandle,
        UserVerification = ceremony.UserVerification,
        AllowList = ceremony.AllowList.IsAny ? null : Base64Url.EncodeToString(ceremony.AllowList.ToArray()),
    };

    /// <summary>The same token, good in one session only.</summary>
    public ChallengeToken In(SessionRow session, CeremonyFlow flow, TimeSpan lifetime) =>
        this with { Flow = flow, Session = Name(session), ExpiresAt = IssuedAt + (long)lifetime.TotalSeconds };

    /// <summary>Whether that session of that account began the ceremony.</summary>
    public bool IsOf(SessionRow session, UserRow user) => Session == Name(session) && user.Handle.Equals(UserHandle);

    /// <summary>SHA-256 of the session's id: a token that leaks names no session.</summary>
    private static string Name(SessionRow session) => Base64Url.EncodeToString(SHA256.HashData(session.Id.ToByteArray(bigEndian: true)));

    /// <summary>What the answer of a registration is checked against: the issued policy, whatever the app's settings say by now.</summary>
    public RegistrationCeremony ToRegistration() => new()
    {
        Challenge = Challenge,
        UserHandle = UserHandle!,
        Origin = Origin,
        UserVerification = UserVerification,
        Algorithms = Algorithms!,
        Conditional = Conditional,
    };

    /// <summary>What the answer of an authentication is checked against.</summary>
    public AuthenticationCeremony ToAuthentication() => new()
    {
        Challenge = Challenge,
        UserHandle = UserHandle,
        Origin = Origin,
        UserVerification = UserVerification,
        AllowList = AllowList is null ? WebAuthn.AllowList.Any : WebAuthn.AllowList.TryCreate(Base64Url.DecodeFromChars(AllowList))!,
    };
}

/// <summary>Enumerations go on the wire by name, and only by name.</summary>
internal sealed class NameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where T : struct, Enum;

/// <summary>The payloads of our own tokens, read as strictly as they are written.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    Converters = [typeof(NameConverter<CeremonyFlow>), typeof(NameConverter<UserVerification>), typeof(NameConverter<AttestationConveyance>)])]
[JsonSerializable(typeof(ChallengeToken))]
[JsonSerializable(typeof(AccessToken))]
[JsonSerializable(typeof(RegisterToken))]
[JsonSerializable(typeof(SignInToken))]
[JsonSerializable(typeof(SessionToken))]
[JsonSerializable(typeof(VerifyToken))]
[JsonSerializable(typeof(ExternalState))]
[JsonSerializable(typeof(ExternalCode))]
internal sealed partial class TokenJson : JsonSerializerContext;
