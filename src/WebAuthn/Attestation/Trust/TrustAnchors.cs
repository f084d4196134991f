using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>The certificates that attestation may lead to: roots, intermediates or attestation certificates themselves. Immutable; from configuration only.</summary>
/// <remarks>No certificate is ever fetched and the system's trust store is never asked. See <see href="https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential"/>, steps 23 and 24.</remarks>
public sealed class TrustAnchors
{
    private readonly ImmutableArray<TrustAnchor> _anchors;

    private TrustAnchors(IEnumerable<TrustAnchor> anchors) => _anchors = [.. anchors.DistinctBy(anchor => (anchor.Id, anchor.Format, anchor.Aaguid))];

    /// <summary>No anchor: attestation is verified and its trust not evaluated.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>How many anchors there are; one that stands for two formats counts twice.</summary>
    public int Count => _anchors.Length;

    /// <summary>The anchors of certificates in DER.</summary>
    /// <exception cref="ArgumentException">One of them is not exactly one certificate in DER.</exception>
    public static TrustAnchors FromDer(params IEnumerable<ReadOnlyMemory<byte>> certificates) => new(certificates.Select(Parse));

    /// <summary>The anchors of every CERTIFICATE block in a text of PEM (RFC 7468).</summary>
    /// <exception cref="ArgumentException">There is none, or one of them is not a certificate.</exception>
    public static TrustAnchors FromPem(ReadOnlySpan<char> pem)
    {
        var anchors = new List<TrustAnchor>();
        while (PemEncoding.TryFind(pem, out var block))
        {
            if (pem[block.Label] is "CERTIFICATE") anchors.Add(Parse(Convert.FromBase64String(pem[block.Base64Data].ToString())));
            pem = pem[block.Location.End..];
        }
        return anchors.Count > 0 ? new(anchors) : throw new ArgumentException("The text has no block of -----BEGIN CERTIFICATE-----.", nameof(pem));
    }

    /// <summary>
    /// The anchors of a JSON array of objects with <c>der</c> (base64url) and, where they do not vouch for everything, <c>format</c> and <c>aaguid</c>.
    /// Other members are for people.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no such array.</exception>
    public static TrustAnchors FromJson(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return new([.. document.RootElement.EnumerateArray().Select(ParseJson)]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ArgumentException("The text is not a JSON array of objects with the member \"der\".", nameof(utf8), exception);
        }
    }

    /// <summary>The same anchors, for this format alone.</summary>
    public TrustAnchors ForFormat(string format) => new(_anchors.Select(anchor => anchor with { Format = format }));

    /// <summary>The same anchors, for this model alone.</summary>
    public TrustAnchors ForAaguid(Aaguid aaguid) => new(_anchors.Select(anchor => anchor with { Aaguid = aaguid }));

    /// <summary>These anchors and those.</summary>
    public TrustAnchors And(TrustAnchors others) => new(_anchors.Concat(others._anchors));

    /// <summary>Every anchor, whatever it vouches for.</summary>
    internal IReadOnlyList<TrustAnchor> All => _anchors;

    /// <summary>The anchors that may vouch in this format for this model.</summary>
    internal IReadOnlyList<TrustAnchor> For(string format, Aaguid aaguid) =>
        _anchors.All(anchor => anchor.VouchesFor(format, aaguid)) ? _anchors : [.. _anchors.Where(anchor => anchor.VouchesFor(format, aaguid))];

    private static TrustAnchor Parse(ReadOnlyMemory<byte> der) =>
        new(Certificate.TryParse(der.ToArray()) ?? throw new ArgumentException("A trust anchor is not exactly one certificate in DER."));

    private static TrustAnchor ParseJson(JsonElement element)
    {
        var der = StrictBase64Url.TryDecode(element.GetProperty("der").GetString()) ?? throw new ArgumentException("A trust anchor's \"der\" is not base64url.");
        var format = element.TryGetProperty("format", out var name) ? name.GetString() : null;
        if (!element.TryGetProperty("aaguid", out var model)) return Parse(der) with { Format = format };
        return Aaguid.TryParse(model.GetString(), out var aaguid)
            ? Parse(der) with { Format = format, Aaguid = aaguid }
            : throw new ArgumentException("A trust anchor's \"aaguid\" is not one.");
    }
}
