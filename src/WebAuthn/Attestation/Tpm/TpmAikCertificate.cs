namespace Keystile.WebAuthn;

/// <summary>The requirements on the certificate of an attestation identity key (§8.3.1).</summary>
internal static class TpmAikCertificate
{
    public static bool MeetsRequirements(AttestationCertificates certificates, StatementPolicy policy)
    {
        // Version 3; no CA; an empty subject; the extended key usage of such keys.
        var leaf = certificates.Leaf;
        if (!certificates.LeafIsEndEntity || !leaf.Subject.IsEmpty) return false;
        if (leaf.ReadExtendedKeyUsages() is not { } purposes || !purposes.Any(purpose => purpose.Span.SequenceEqual(Oids.TpmAikCertificate))) return false;

        // The subject alternative name tells manufacturer, model and version of the TPM (TPMv2-EK-Profile §3.2.9).
        if (leaf.ReadDirectoryNames() is not [var tpm]) return false;
        if (tpm.Single(Oids.TpmModel) is not { Length: > 0 } || tpm.Single(Oids.TpmVersion) is not { Length: > 0 }) return false;
        return TpmVendors.TryReadId(tpm.Single(Oids.TpmManufacturer), out var vendor) && (!policy.ListedTpmVendorsOnly || TpmVendors.IsListed(vendor));
    }
}
