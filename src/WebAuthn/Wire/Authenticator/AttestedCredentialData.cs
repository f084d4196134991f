using System.Buffers.Binary;

namespace Keystile.WebAuthn;

/// <summary>Attested credential data (§6.5.1): aaguid(16) length(2) id(length) COSE key.</summary>
internal sealed class AttestedCredentialData
{
    private const int FixedLength = Aaguid.Length + 2;

    private AttestedCredentialData(Aaguid aaguid, ReadOnlyMemory<byte> credentialId, ReadOnlyMemory<byte> publicKey) =>
        (Aaguid, CredentialId, PublicKey) = (aaguid, credentialId, publicKey);

    public Aaguid Aaguid { get; }

    /// <summary>The id's bytes; their number is step 25's to judge.</summary>
    public ReadOnlyMemory<byte> CredentialId { get; }

    /// <summary>The COSE key, exactly the bytes of one canonical CBOR item.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Takes it from the front of <paramref name="bytes"/>, or null where it is cut short or the key is not canonical CBOR.</summary>
    public static AttestedCredentialData? TryTake(ref ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < FixedLength) return null;
        var aaguid = new Aaguid(bytes.Span[..Aaguid.Length]);
        int idLength = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[Aaguid.Length..]);
        var rest = bytes[FixedLength..];
        if (rest.Length < idLength) return null;

        var reader = new CborReader(rest.Span[idLength..], CborRules.Canonical);
        if (reader.PeekMajorType != CborMajor.Map || !reader.TryReadEncoded(out var key)) return null;
        var result = new AttestedCredentialData(aaguid, rest[..idLength], rest.Slice(idLength, key.Length));
        bytes = rest[(idLength + key.Length)..];
        return result;
    }
}
