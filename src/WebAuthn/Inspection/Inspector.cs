namespace Keystile.WebAuthn;

/// <summary>Takes any WebAuthn message apart for people to read. It shows what is there; whether that is acceptable is the verifier's to say.</summary>
public static class Inspector
{
    /// <summary>
    /// A registration or authentication response, client data, an attestation object, authenticator data or a COSE key,
    /// as JSON, raw bytes, base64url, base64 or hexadecimal text. Null where the input is none of these.
    /// </summary>
    public static InspectionNode? TryDecode(ReadOnlyMemory<byte> input) =>
        TryDecodeRaw(input) ?? (InputText.TryDecode(input.Span) is { } bytes ? TryDecodeRaw(bytes) : null);

    private static InspectionNode? TryDecodeRaw(ReadOnlyMemory<byte> bytes) => JsonInspection.TryDecode(bytes) ?? BinaryInspection.TryDecode(bytes);
}
