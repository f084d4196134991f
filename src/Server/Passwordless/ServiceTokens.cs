using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Keystile.Server.Apps;
using Keystile.Server.External;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Passwordless;

/// <summary>One kind of token: its prefix, the header it is signed under, and what it says.</summary>
internal sealed record TokenKind<T>(string Prefix, JsonTypeInfo<T> Json) where T : ServiceToken
{
    public byte[] Header { get; } = CompactJws.EncodeHeader($$"""{"alg":"HS256","typ":"{{Prefix.TrimEnd('_')}}+jwt"}""");
}

/// <summary>The kinds there are. None is worth anything at another's endpoint: prefix, header and key all differ.</summary>
internal static class TokenKinds
{
    public static readonly TokenKind<RegisterToken> Register = new("register_", TokenJson.Default.RegisterToken);
    public static readonly TokenKind<SignInToken> SignIn = new("signin_", TokenJson.Default.SignInToken);
    public static readonly TokenKind<SessionToken> Session = new("session_", TokenJson.Default.SessionToken);
    public static readonly TokenKind<VerifyToken> Verify = new("verify_", TokenJson.Default.VerifyToken);
    public static readonly TokenKind<ExternalState> External = new("external_", TokenJson.Default.ExternalState);
    public static readonly TokenKind<ExternalCode> ExternalCode = new("code_", TokenJson.Default.ExternalCode);
}

/// <summary>Signs and opens the tokens of the service: JWS compact, HS256, a key per app, kind and security epoch derived from the root key.</summary>
internal sealed class ServiceTokens(RootKey root, SecurityEpoch epoch, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string App, string Prefix, long Epoch), byte[][]> _keys = new();

    public string Issue<T>(TokenKind<T> kind, T token) where T : ServiceToken
    {
        var signed = $"{Encoding.ASCII.GetString(kind.Header)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(token, kind.Json))}";
        return $"{kind.Prefix}{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Keys(token.App, kind.Prefix, epoch.Current)[0], Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>What the token says, if it is of that kind, of this app, and alive. Whether it was spent is the database's to say.</summary>
    public Outcome<T> Open<T>(App app, TokenKind<T> kind, string? text) where T : ServiceToken
    {
        if (string.IsNullOrEmpty(text)) return Problem.MissingToken;
        if (!text.StartsWith(kind.Prefix, StringComparison.Ordinal)) return Problem.InvalidToken;
        var token = Encoding.UTF8.GetBytes(text[kind.Prefix.Length..]);
        if (!CompactJws.TrySplit(token, out var jws)) return Problem.InvalidTokenFormat;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!jws.Header.SequenceEqual(kind.Header) || !CompactJws.TryDecode(jws.Signature, given)) return Problem.InvalidToken;
        var inForce = epoch.Current;
        if (!IsTagged(Keys(app.Id, kind.Prefix, inForce), jws.SignedPart, given)) return Problem.InvalidToken;
        if (jws.ReadPayload(kind.Json) is not { } claims || claims.App != app.Id) return Problem.InvalidToken;
        return time.GetUtcNow() < claims.Expiry ? claims with { Epoch = inForce } : Problem.ExpiredToken;
    }

    /// <summary>Whether the secret that had the token made may still be used: what a stolen one has handed out ends with it.</summary>
    public static async ValueTask<bool> IsStillMeantAsync(Transaction reading, ServiceToken token) =>
        token.MadeBy is not { } key || await ApiKeyStore.FindAsync(reading, token.App, key) is { Key.LockedAt: null };

    /// <summary>Spends a token in the transaction of what it is good for; false where it was spent before.</summary>
    public static ValueTask<bool> TrySpendAsync(Transaction writing, ServiceToken token, SpentKind kind) =>
        ChallengeLedger.TrySpendAsync(writing, token.Id.ToByteArray(bigEndian: true), kind, token.Expiry, token.Epoch);

    /// <summary>The same as the step of a series.</summary>
    public static Step ToSpend(ServiceToken token, SpentKind kind) => ToSpend(token.Id, kind, token.Expiry, token.Epoch);

    /// <summary>Spends a session and the token it was begun with, which must be remembered for as long as a session of it can live.</summary>
    public static Step[] ToSpend(SessionToken session, SpentKind parent) =>
    [
        ToSpend(session.Id, SpentKind.Challenge, session.Expiry, session.Epoch),
        .. session.Parent is { } id ? [ToSpend(id, parent, session.Expiry + SessionToken.Lifetime + TimeSpan.FromDays(7), session.Epoch)] : Array.Empty<Step>(),
    ];

    private static Step ToSpend(Guid id, SpentKind kind, DateTimeOffset expiry, long epoch) => ChallengeLedger.ToSpend(id.ToByteArray(bigEndian: true), kind, expiry, epoch);

    private static bool IsTagged(byte[][] keys, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> given)
    {
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key, signed, tag);
            if (CryptographicOperations.FixedTimeEquals(tag, given)) return true;
        }
        return false;
    }

    private byte[][] Keys(string app, string prefix, long inForce) =>
        _keys.GetOrAdd((app, prefix, inForce), name => root.Accepted(string.Create(CultureInfo.InvariantCulture, $"service/{name.Prefix}/{name.App}/{name.Epoch}")));
}
