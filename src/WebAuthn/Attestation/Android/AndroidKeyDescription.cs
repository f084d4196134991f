namespace Keystile.WebAuthn;

/// <summary>Android's KeyDescription: what the keystore says of a key it certifies.</summary>
/// <param name="IsByHardware">Whether the attestation was made in a trusted environment or a secure element, not in software.</param>
/// <param name="Challenge">What the key was made to answer.</param>
/// <param name="Software">What Android itself enforces.</param>
/// <param name="Hardware">What the secure hardware enforces.</param>
internal sealed record AndroidKeyDescription(bool IsByHardware, ReadOnlyMemory<byte> Challenge, AndroidAuthorizations Software, AndroidAuthorizations Hardware)
{
    private const int TrustedEnvironment = 1, StrongBox = 2;

    /// <summary>The description that <paramref name="der"/> wholly is, or null.</summary>
    public static AndroidKeyDescription? TryParse(ReadOnlyMemory<byte> der)
    {
        var outer = new DerReader(der);
        return outer.TryEnter(DerTag.Sequence, out var parts) && outer.AtEnd
            && parts.TryReadInteger(out int _) // attestationVersion
            && TryReadSecurityLevel(ref parts, out var attestationLevel)
            && parts.TryReadInteger(out int _) // keymasterVersion
            && TryReadSecurityLevel(ref parts, out _)
            && parts.TryRead(DerTag.OctetString, out ReadOnlyMemory<byte> challenge)
            && parts.TryRead(DerTag.OctetString, out DerElement _) // uniqueId
            && AndroidAuthorizations.TryRead(ref parts, out var software)
            && AndroidAuthorizations.TryRead(ref parts, out var hardware)
            && parts.AtEnd
            ? new(attestationLevel is TrustedEnvironment or StrongBox, challenge, software, hardware) : null;
    }

    private static bool TryReadSecurityLevel(ref DerReader reader, out int level)
    {
        level = -1;
        if (!reader.TryRead(DerTag.Enumerated, out ReadOnlyMemory<byte> content) || content.Length != 1) return false;
        level = content.Span[0];
        return true;
    }
}
