using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Keystile.Server.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Keystile.Server.External;

/// <summary>Whose tokens are taken, and for whom they must be.</summary>
/// <param name="Issuer">The issuer, see <see cref="IssuerName"/>.</param>
/// <param name="Audience">Us, in the issuer's words.</param>
/// <param name="JwksUri">Where its keys are: from the settings or the issuer's own document, never from a token.</param>
internal sealed record TrustedIssuer(string Issuer, string Audience, string JwksUri);

/// <summary>What a token of another issuer says, once it was checked.</summary>
internal sealed record ForeignClaims(string Issuer, string Subject, JsonElement Json)
{
    public string? Text(string name) => Json.Text(name);

    /// <summary>A time in seconds since 1970; null where it is absent, no whole number, or none that a clock could show.</summary>
    public DateTimeOffset? Time(string name) =>
        Json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}

/// <summary>Checks tokens that others signed (RFC 8725): a fixed list of asymmetric algorithms, keys from where the settings say, issuer, audience, times.</summary>
internal sealed class ForeignTokens(ProviderDocuments documents, TimeProvider time)
{
    private const int MaxLength = 16 * 1024;
    private const int MaxKeyId = 256;

    /// <summary>How far our clock and the issuer's may be apart.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(60);

    private static readonly string[] s_algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly JsonWebTokenHandler s_handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>What the token says; null where anything about it is not as it must be.</summary>
    public async ValueTask<ForeignClaims?> ReadAsync(string token, TrustedIssuer issuer)
    {
        if (token.Length > MaxLength || Split(token) is not var (header, payload)) return null;
        if (header.Text("alg") is not { } algorithm || !s_algorithms.Contains(algorithm, StringComparer.Ordinal)) return null;
        // We know no extension, so none may be critical (RFC 7515 §4.1.11). Keys that a token brings along (jwk, jku, x5u, x5c) are never looked at.
        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("b64", out _)) return null;
        var keyId = header.Text("kid");
        if (keyId?.Length > MaxKeyId || (keyId is null && header.TryGetProperty("kid", out _))) return null;
        if (await documents.KeysAsync(issuer.JwksUri, keyId) is not { } keys) return null;

        var result = await s_handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [algorithm],
            IssuerSigningKeys = keys.Where(key => string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm),
            IssuerValidator = (given, _, _) => IssuerName.Covers(issuer.Issuer, given) ? given : throw new SecurityTokenInvalidIssuerException(),
            ValidAudience = issuer.Audience,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires),
        });
        if (!result.IsValid) return null;
        var subject = payload.Text("sub");
        return payload.Text("iss") is { } iss && subject is { Length: > 0 and <= Storage.IdentityRow.MaxSubject } && !subject.Contains('\0', StringComparison.Ordinal) && IssuedBefore(payload) ? new(iss, subject, payload) : null;
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + s_skew && (notBefore is not { } begin || begin - s_skew <= now);
    }

    /// <summary>A token from the future is of a clock that nobody should trust.</summary>
    private bool IssuedBefore(JsonElement payload)
    {
        if (!payload.TryGetProperty("iat", out _)) return true;
        return new ForeignClaims("", "", payload).Time("iat") is { } issued && issued - s_skew <= time.GetUtcNow();
    }

    /// <summary>Header and payload as strict JSON; canonical base64url, three parts, each member once.</summary>
    private static (JsonElement Header, JsonElement Payload)? Split(string token)
    {
        if (!Ascii.IsValid(token) || !CompactJws.TrySplit(Encoding.ASCII.GetBytes(token), out var jws)) return null;
        var signature = new byte[Base64Url.GetMaxDecodedLength(jws.Signature.Length)];
        return Read(jws.Header) is { } header && Read(jws.Payload) is { } payload && CompactJws.TryDecode(jws.Signature, signature) && signature.Length > 0 ? (header, payload) : null;
    }

    private static JsonElement? Read(ReadOnlySpan<byte> part)
    {
        var json = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (!CompactJws.TryDecode(part, json)) return null;
        try
        {
            using var document = JsonDocument.Parse(json, s_strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
