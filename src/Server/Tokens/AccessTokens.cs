using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Tokens;

/// <summary>Issues and reads access tokens: ES256, type <c>at+jwt</c>, five minutes. The header's <c>kid</c> picks one of our keys and nothing else picks anything.</summary>
internal sealed class AccessTokens(SigningKeys keys, ServerOptions options, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int MaxLength = 4 * 1024;
    private const int SignatureLength = 64;

    public string Issue(SessionRow session)
    {
        var now = time.GetUtcNow();
        var key = keys.Current;
        var json = JsonSerializer.SerializeToUtf8Bytes(new AccessToken
        {
            Issuer = options.Origin,
            Audience = session.AppId,
            User = session.UserId,
            Session = session.Id,
            Methods = session.Amr,
            Class = session.Acr,
            AuthenticatedAt = session.AuthTime.ToUnixTimeSeconds(),
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + Lifetime).ToUnixTimeSeconds(),
        }, TokenJson.Default.AccessToken);
        var signed = key.Header.Length + 1 + Base64Url.GetEncodedLength(json.Length);
        var bytes = new byte[signed + 1 + Base64Url.GetEncodedLength(SignatureLength)];
        key.Header.CopyTo(bytes, 0);
        bytes[key.Header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(json, bytes.AsSpan(key.Header.Length + 1));
        Span<byte> signature = stackalloc byte[SignatureLength];
        key.Sign(bytes.AsSpan(0, signed), signature);
        bytes[signed] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, bytes.AsSpan(signed + 1));
        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>What a token says, if we signed it for this app and it has not expired; null for an app whose sessions are in cookies alone. The session must be looked up besides.</summary>
    public AccessToken? Read(App app, ReadOnlySpan<byte> token)
    {
        if (!app.HasSessionTokens || token.Length > MaxLength || !CompactJws.TrySplit(token, out var jws)) return null;
        Span<byte> signature = stackalloc byte[SignatureLength];
        if (!CompactJws.TryDecode(jws.Signature, signature)) return null;
        if (keys.Find(jws.Header) is not { } key || !key.Verifies(jws.SignedPart, signature)) return null;
        var claims = jws.ReadPayload(TokenJson.Default.AccessToken);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return claims is not null && claims.Audience == app.Id && claims.Issuer == options.Origin && now < claims.ExpiresAt ? claims : null;
    }
}
