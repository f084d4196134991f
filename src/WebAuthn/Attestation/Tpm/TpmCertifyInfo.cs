namespace Keystile.WebAuthn;

/// <summary>What a TPM says when it certifies a key: TPMS_ATTEST of type TPM_ST_ATTEST_CERTIFY (TPM 2.0 Part 2 §10.12).</summary>
/// <param name="ExtraData">What the caller had it sign along.</param>
/// <param name="Name">The name of the certified key: the number of a hash, and that hash of its public area.</param>
internal sealed record TpmCertifyInfo(ReadOnlyMemory<byte> ExtraData, ReadOnlyMemory<byte> Name)
{
    private const uint GeneratedValue = 0xFF54_4347;
    private const ushort AttestCertify = 0x8017;
    private const int ClockInfo = 8 + 4 + 4 + 1, FirmwareVersion = 8;

    /// <summary>The structure that <paramref name="bytes"/> wholly is, or null where they are anything else, or no TPM's (magic), or of another kind.</summary>
    public static TpmCertifyInfo? TryParse(ReadOnlySpan<byte> bytes)
    {
        var reader = new TpmReader(bytes);
        return reader.TryReadUInt32(out var magic) && magic == GeneratedValue
            && reader.TryReadUInt16(out var type) && type == AttestCertify
            && reader.TryReadSized(out _) // qualifiedSigner
            && reader.TryReadSized(out var extraData)
            && reader.TrySkip(ClockInfo + FirmwareVersion)
            && reader.TryReadSized(out var name)
            && reader.TryReadSized(out _) // qualifiedName
            && reader.AtEnd
            ? new(extraData.ToArray(), name.ToArray()) : null;
    }
}
