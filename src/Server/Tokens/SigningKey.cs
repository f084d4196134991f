using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Keystile.Server.Tokens;

/// <summary>One ES256 key pair. <see cref="ECDsa"/> is safe to sign and verify with from many threads once it is made.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        Jwk = PublicJwk.Of(key);
        Header = CompactJws.EncodeHeader($$"""{"alg":"ES256","kid":"{{Jwk.KeyId}}","typ":"at+jwt"}""");
    }

    public PublicJwk Jwk { get; }

    /// <summary>The first part of every token this key signs, base64url already.</summary>
    public byte[] Header { get; }

    public static SigningKey New() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static SigningKey Read(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new(key);
    }

    /// <summary>A key that verifies only.</summary>
    public static SigningKey Read(PublicJwk jwk)
    {
        var point = new ECPoint { X = Base64Url.DecodeFromChars(jwk.X), Y = Base64Url.DecodeFromChars(jwk.Y) };
        return new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }));
    }

    public byte[] ToPkcs8() => _key.ExportPkcs8PrivateKey();

    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) =>
        _key.TrySignData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _);

    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();
}

/// <summary>The public half as RFC 7517 writes it; <c>kid</c> is its thumbprint (RFC 7638).</summary>
internal sealed record PublicJwk(
    [property: JsonPropertyName("kid")] string KeyId,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y)
{
    [JsonPropertyName("kty")] public string Type { get; } = "EC";

    [JsonPropertyName("crv")] public string Curve { get; } = "P-256";

    [JsonPropertyName("alg")] public string Algorithm { get; } = "ES256";

    [JsonPropertyName("use")] public string Use { get; } = "sig";

    public static PublicJwk Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return new(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical))), x, y);
    }
}

/// <summary>What /.well-known/jwks.json serves.</summary>
internal sealed record JwkSet([property: JsonPropertyName("keys")] IReadOnlyList<PublicJwk> Keys);
