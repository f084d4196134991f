using System.Formats.Asn1;
using System.Globalization;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>What an attestation statement says: its members in no order, and of its certificates the first, which each specimen's root has issued itself.</summary>
internal static class StatementMeaning
{
    /// <summary>Algorithms that are another's on one curve: of a key whose curve is its certificate's, both numbers say the same.</summary>
    private static readonly Dictionary<long, long> Twins = new() { [Cose.ESP256] = Cose.ES256, [Cose.ESP384] = Cose.ES384, [Cose.ESP512] = Cose.ES512, [Cose.Ed25519] = Cose.EdDSA };

    /// <summary>One text for each statement, or null where one is malformed.</summary>
    public static IReadOnlyList<string>? Of(string format, object? statement)
    {
        if (format != "compound") return One(format, statement) is { } single ? [single] : null;
        if (statement is not object?[] parts) return null;
        var all = parts.Select(part => part is LooseMap { Count: 2 } map && map["fmt"] is string inner ? One(inner, map["attStmt"]) : null).OfType<string>().ToList();
        return all.Count == parts.Length ? all : null;
    }

    private static string? One(string format, object? statement)
    {
        if (statement is not LooseMap map || map.DistinctBy(entry => entry.Key).Count() != map.Count) return null;
        var members = map.Select(entry => (Name: entry.Key as string, entry.Value)).OrderBy(member => member.Name, StringComparer.Ordinal);
        var hasCertificate = map.Any(entry => entry.Key is "x5c");
        return $"{format} " + string.Join(' ', members.Select(member => $"{member.Name}={Value(format, hasCertificate, member.Name, member.Value)}"));
    }

    private static string Value(string format, bool hasCertificate, string? name, object? value) => (name, value) switch
    {
        ("x5c", object?[] { Length: > 0 } certificates) => certificates[0] is byte[] leaf ? Convert.ToHexString(WithoutUnusedBits(leaf)) : "?",
        ("alg", long algorithm) when hasCertificate => Twins.GetValueOrDefault(algorithm, algorithm).ToString(CultureInfo.InvariantCulture),
        ("ver", string) when format == "android-safetynet" => "any",
        _ => Convert.ToHexString(Cbor.Encode(value)),
    };

    /// <summary>How many bits of a certificate's signature are said to be unused means nothing (V39): it is whole bytes.</summary>
    private static byte[] WithoutUnusedBits(byte[] certificate)
    {
        try
        {
            var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            parts.ReadEncodedValue();
            parts.ReadEncodedValue();
            var signature = parts.PeekContentBytes().Length;
            return signature == 0 ? certificate : [.. certificate[..^signature], 0, .. certificate[^(signature - 1)..]];
        }
        catch (AsnContentException)
        {
            return certificate;
        }
    }
}
