using System.Collections.Frozen;

namespace Keystile.WebAuthn;

/// <summary>The attestation statement formats this library verifies: identifier to procedure of §8. What is not in the table is refused.</summary>
public static class AttestationFormats
{
    private static readonly FrozenDictionary<string, Func<AttestationContext, Verdict<AttestationEvidence>>> Procedures =
        new Dictionary<string, Func<AttestationContext, Verdict<AttestationEvidence>>>(StringComparer.Ordinal)
        {
            [None.Format] = None.Verify,
            [Packed.Format] = Packed.Verify,
            [FidoU2f.Format] = FidoU2f.Verify,
            [Tpm.Format] = Tpm.Verify,
            [AndroidKey.Format] = AndroidKey.Verify,
            [AndroidSafetyNet.Format] = AndroidSafetyNet.Verify,
            [Apple.Format] = Apple.Verify,
            [Compound.Format] = Compound.Verify,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The identifiers of the formats, as they stand in <c>fmt</c>.</summary>
    public static IReadOnlyCollection<string> Names { get; } = Procedures.Keys;

    /// <summary>§7.1 steps 21 and 22: finds the format by its exact identifier and runs its verification procedure.</summary>
    internal static Verdict<AttestationEvidence> Verify(string format, AttestationContext context)
    {
        if (!Procedures.TryGetValue(format, out var verify)) return Rejection.UnknownAttestationFormat;
        return context.Options.Statements.Formats.Contains(format) ? verify(context) : Rejection.AttestationNotAccepted;
    }
}
