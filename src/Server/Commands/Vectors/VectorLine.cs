using System.Text.Json.Serialization;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Vectors;

/// <summary>What came of one recorded ceremony: a line of output.</summary>
internal sealed record VectorLine
{
    public required string Id { get; init; }
    public required bool Ok { get; init; }
    public string? Code { get; init; }
    public string? Step { get; init; }
    public string? Fmt { get; init; }
    public int? Alg { get; init; }
    public string? Aaguid { get; init; }
    public string? AttestationType { get; init; }
    public string? Trust { get; init; }
    public string? Anchor { get; init; }

    [JsonIgnore]
    public uint? SignCount { get; init; }

    [JsonIgnore]
    public byte? Flags { get; init; }

    /// <summary>The line of one that no verifier could judge.</summary>
    public static VectorLine Unusable(string id) => new() { Id = id, Ok = false, Code = "unusable_vector" };

    /// <summary>Which expectation of the file is not met, in words; null where all are, or where none binds: a lenient vector, or an algorithm this machine lacks.</summary>
    public string? Breach(Vector vector, bool hasAnchors)
    {
        if (vector.Expect is not { } expected || vector.Lenient == true || (expected.Ok == true && Code == Rejection.AlgorithmUnavailable.Code)) return null;
        if (expected.Ok is { } ok && ok != Ok) return $"expected ok {ok}, was {Ok} ({Code})";
        if (!Ok) return null;
        var breach = Differs("alg", expected.Alg, Alg) ?? Differs("signCount", expected.SignCount, SignCount) ?? Differs("flags", expected.Flags, Flags);
        if (breach is not null || Fmt is null) return breach; // an authentication has no more to it
        return Differs("fmt", expected.Fmt, Fmt)
            ?? Differs("aaguid", expected.Aaguid?.ToLowerInvariant(), Aaguid)
            ?? Differs("attestationType", expected.AttestationType, AttestationType)
            ?? (hasAnchors ? Differs("trustAnchor", expected.TrustAnchor?.ToLowerInvariant(), Anchor) : null);
    }

    private static string? Differs<T>(string name, T? expected, T? actual) =>
        expected is null || Equals(expected, actual) ? null : $"expected {name} {expected}, was {actual?.ToString() ?? "absent"}";
}
