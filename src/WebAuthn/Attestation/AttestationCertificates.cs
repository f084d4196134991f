namespace Keystile.WebAuthn;

/// <summary>The certificates of an <c>x5c</c>, each strictly read, and what several formats ask of the first: the one whose key attests.</summary>
internal sealed class AttestationCertificates
{
    /// <summary>More than any path of the field has.</summary>
    private const int Most = 10;

    private AttestationCertificates(IReadOnlyList<Certificate> all, SignatureKey key) => (All, Key) = (all, key);

    /// <summary>All of them, in the order sent.</summary>
    public IReadOnlyList<Certificate> All { get; }

    /// <summary>The attestation certificate.</summary>
    public Certificate Leaf => All[0];

    /// <summary>The attestation certificate's public key.</summary>
    public SignatureKey Key { get; }

    /// <summary>What goes on to the judgement of trust.</summary>
    public AttestationEvidence AsEvidence(AttestationType type) => new(type, All);

    /// <summary>Reads the statement's <c>x5c</c>: at least one certificate, each exactly the DER of one.</summary>
    public static Verdict<AttestationCertificates> Read(CborMap statement) =>
        statement.TryGetByteStrings("x5c", Most, out var encoded) ? Read(encoded) : Rejection.MalformedAttestationStatement;

    /// <summary>Reads certificates that came in another coat than CBOR.</summary>
    public static Verdict<AttestationCertificates> Read(IReadOnlyList<ReadOnlyMemory<byte>> encoded)
    {
        if (encoded.Count is 0 or > Most) return Rejection.MalformedAttestationStatement;
        var all = new Certificate[encoded.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (Certificate.TryParse(encoded[i]) is not { } certificate) return Rejection.AttestationCertificateInvalid;
            all[i] = certificate;
        }
        return SignatureKey.FromSubjectPublicKeyInfo(all[0].PublicKey.Span) is { } key ? new AttestationCertificates(all, key) : Rejection.AttestationCertificateInvalid;
    }

    /// <summary>Null where the attestation key made <paramref name="signature"/> over <paramref name="data"/> with the algorithm the statement names; else why not.</summary>
    public Rejection? CheckSignature(long algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (CoseAlgorithmTable.Find(algorithm) is not { } row || row.Key != Key.Kind) return Rejection.AttestationAlgorithmMismatch;
        return Key.Verify(row.Scheme, data, signature) ? null : Rejection.AttestationSignatureInvalid;
    }

    /// <summary>Null where the certificate does not name a model (id-fido-gen-ce-aaguid), or names this one as §8.2.1 wants it written; else why not.</summary>
    public Rejection? CheckAaguid(Aaguid aaguid)
    {
        if (Leaf.FindExtension(Oids.FidoAaguid) is not { } extension) return null;
        var value = new DerReader(extension.Value);
        if (extension.Critical || !value.TryRead(DerTag.OctetString, out ReadOnlyMemory<byte> named) || !value.AtEnd || named.Length != Aaguid.Length)
        {
            return Rejection.AttestationCertificateInvalid;
        }
        return new Aaguid(named.Span) == aaguid ? null : Rejection.AttestationAaguidMismatch;
    }

    /// <summary>Whether the attestation certificate says by basicConstraints that it is no CA (§8.2.1, §8.3.1). That makes it one of version 3: no other has extensions.</summary>
    public bool LeafIsEndEntity => !Leaf.Usage.IsAuthority && Leaf.FindExtension(Oids.BasicConstraints) is not null;
}
