using System.Text.Json;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>A signed message in JWS compact form (RFC 7515 §7.1) that carries its signer's certificates, taken apart strictly and not yet verified.</summary>
internal sealed class CompactJws
{
    private static readonly JsonDocumentOptions NoDoubles = new() { AllowDuplicateProperties = false };

    private readonly CoseAlgorithm _algorithm;
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private CompactJws(CoseAlgorithm algorithm, IReadOnlyList<ReadOnlyMemory<byte>> certificates, byte[] signed, byte[] payload, byte[] signature) =>
        (_algorithm, Certificates, _signed, Payload, _signature) = (algorithm, certificates, signed, payload, signature);

    /// <summary>The header's <c>x5c</c>: DER, the signer's own first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    /// <summary>The payload's bytes.</summary>
    public byte[] Payload { get; }

    /// <summary>Whether the key made the signature, with the one algorithm the header names. A key of another kind is false.</summary>
    public bool IsSignedBy(SignatureKey key) =>
        key.Verify(_algorithm, _signed, key is EcKey ? EcdsaSignature.ToDer(_signature, key.Kind.Length) : _signature);

    /// <summary>The message that <paramref name="utf8"/> wholly is, or null: not three parts of strict base64url, or a header this does not take.</summary>
    public static CompactJws? TryParse(ReadOnlySpan<byte> utf8)
    {
        var first = utf8.IndexOf((byte)'.');
        var last = utf8.LastIndexOf((byte)'.');
        if (first == last || StrictBase64Url.TryDecode(utf8[..first]) is not { } header || StrictBase64Url.TryDecode(utf8[(first + 1)..last]) is not { } payload) return null;
        if (StrictBase64Url.TryDecode(utf8[(last + 1)..]) is not { } signature || !Utf8.IsValid(header)) return null;
        try
        {
            using var document = JsonDocument.Parse(header, NoDoubles);
            return TryReadHeader(document.RootElement, out var algorithm, out var certificates) ? new(algorithm, certificates, utf8[..last].ToArray(), payload, signature) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return null;
        }
    }

    /// <summary>A fixed list of algorithms, none of them symmetric or none; and no <c>crit</c>, for we know no extension.</summary>
    private static bool TryReadHeader(JsonElement header, out CoseAlgorithm algorithm, out List<ReadOnlyMemory<byte>> certificates)
    {
        (algorithm, certificates) = (CoseAlgorithm.None, []);
        if (header.ValueKind != JsonValueKind.Object || header.TryGetProperty("crit"u8, out _)) return false;
        if (!header.TryGetProperty("alg"u8, out var name) || name.ValueKind != JsonValueKind.String) return false;
        algorithm = name.GetString() switch
        {
            "RS256" => CoseAlgorithm.RS256,
            "PS256" => CoseAlgorithm.PS256,
            "ES256" => CoseAlgorithm.ES256,
            "ES384" => CoseAlgorithm.ES384,
            "ES512" => CoseAlgorithm.ES512,
            _ => CoseAlgorithm.None,
        };
        if (algorithm == CoseAlgorithm.None || !header.TryGetProperty("x5c"u8, out var list) || list.ValueKind != JsonValueKind.Array) return false;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !item.TryGetBytesFromBase64(out var certificate)) return false;
            certificates.Add(certificate);
        }
        return certificates.Count > 0;
    }
}
