using System.Globalization;

namespace Keystile.WebAuthn;

/// <summary>Takes apart what comes as bytes: an attestation object, a COSE key, authenticator data, or any other CBOR.</summary>
internal static class BinaryInspection
{
    public static InspectionNode? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (WebAuthn.AttestationObject.TryParse(bytes) is not null) return AttestationObject(bytes);
        if (IsKey(bytes.Span)) return Key(bytes);
        if (WebAuthn.AuthenticatorData.TryParse(bytes) is not null) return AuthenticatorData(bytes);
        return CborInspection.TryDecode("CBOR", bytes);
    }

    public static InspectionNode AttestationObject(ReadOnlyMemory<byte> bytes) =>
        WebAuthn.AttestationObject.TryParse(bytes) is { } parsed
            ? new("attestationObject",
                new("fmt", parsed.Format),
                CborInspection.TryDecode("attStmt", parsed.Statement) ?? Malformed("attStmt", parsed.Statement),
                AuthenticatorData(parsed.AuthenticatorData))
            : CborInspection.TryDecode("attestationObject", bytes) ?? Malformed("attestationObject", bytes);

    public static InspectionNode AuthenticatorData(ReadOnlyMemory<byte> bytes)
    {
        if (WebAuthn.AuthenticatorData.TryParse(bytes) is not { } data) return Malformed("authenticatorData", bytes);
        List<InspectionNode> parts =
        [
            new("rpIdHash", Convert.ToHexStringLower(data.RpIdHash)),
            new("flags", $"0x{(byte)data.Flags:x2} ({data.Flags})"),
            new("signCount", data.SignCount.ToString(CultureInfo.InvariantCulture)),
        ];
        if (data.Attested is { } attested)
        {
            parts.Add(new("attestedCredentialData",
                new("aaguid", attested.Aaguid.ToString()),
                new("credentialId", $"{attested.CredentialId.Length.ToString(CultureInfo.InvariantCulture)} bytes: {Convert.ToHexStringLower(attested.CredentialId.Span)}"),
                Key(attested.PublicKey)));
        }
        if (!data.Extensions.IsEmpty) parts.Add(CborInspection.TryDecode("extensions", data.Extensions) ?? Malformed("extensions", data.Extensions));
        return new("authenticatorData", parts);
    }

    private static InspectionNode Key(ReadOnlyMemory<byte> bytes)
    {
        var verdict = CoseKey.Read(bytes.Span);
        var says = verdict.IsAccepted ? verdict.Value.Algorithm.ToString() : verdict.Rejection.Code;
        return new("credentialPublicKey", says, CborInspection.TryDecode("COSE_Key", bytes)?.Children ?? []);
    }

    private static bool IsKey(ReadOnlySpan<byte> bytes)
    {
        var reader = new CborReader(bytes, CborRules.AnyKeyOrder);
        return reader.TryReadMap(out var count) && count > 0 && reader.TryReadInteger(out var label) && label == 1;
    }

    private static InspectionNode Malformed(string name, ReadOnlyMemory<byte> bytes) => new(name, $"malformed: {Convert.ToHexStringLower(bytes.Span)}");
}
