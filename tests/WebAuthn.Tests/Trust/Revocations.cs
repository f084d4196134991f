using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Keystile.WebAuthn.Tests;

/// <summary>A revocation list that is good and names nobody. A test spoils one thing of it.</summary>
internal sealed class Revocations(Issued issuer)
{
    public static readonly byte[] IssuingDistributionPoint = [0x55, 0x1D, 0x1C];

    public int? Version { get; set; } = 1;
    public DateTimeOffset ThisUpdate { get; set; } = Issued.Now.AddDays(-1);
    public DateTimeOffset? NextUpdate { get; set; } = Issued.Now.AddDays(1);
    public ECDsa Key { get; set; } = issuer.Key;
    public string InnerAlgorithm { get; set; } = "1.2.840.10045.4.3.2";
    public List<byte[]> Revoked { get; } = [];
    public List<(byte[] Oid, bool Critical, byte[] Value)> Extensions { get; } = [];
    public List<(byte[] Oid, bool Critical, byte[] Value)> EntryExtensions { get; } = [];

    public byte[] Sign()
    {
        var signed = Fields();
        return Write(writer =>
        {
            writer.WriteEncodedValue(signed);
            Algorithm(writer, "1.2.840.10045.4.3.2");
            writer.WriteBitString(Key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        });
    }

    private byte[] Fields() => Write(writer =>
    {
        if (Version is { } version) writer.WriteInteger(version);
        Algorithm(writer, InnerAlgorithm);
        writer.WriteEncodedValue(issuer.Name.RawData);
        writer.WriteUtcTime(ThisUpdate);
        if (NextUpdate is { } nextUpdate) writer.WriteUtcTime(nextUpdate);
        if (Revoked.Count > 0) writer.WriteEncodedValue(Write(list => Revoked.ForEach(serial => list.WriteEncodedValue(Entry(serial)))));
        if (Extensions.Count == 0) return;
        using (writer.PushSequence(new(TagClass.ContextSpecific, 0))) writer.WriteEncodedValue(List(Extensions));
    });

    private byte[] Entry(byte[] serial) => Write(entry =>
    {
        entry.WriteInteger(serial);
        entry.WriteUtcTime(ThisUpdate);
        if (EntryExtensions.Count > 0) entry.WriteEncodedValue(List(EntryExtensions));
    });

    private static byte[] List(List<(byte[] Oid, bool Critical, byte[] Value)> extensions) => Write(list => extensions.ForEach(extension => list.WriteEncodedValue(Write(parts =>
    {
        parts.WriteEncodedValue([0x06, (byte)extension.Oid.Length, .. extension.Oid]);
        if (extension.Critical) parts.WriteBoolean(true);
        parts.WriteOctetString(extension.Value);
    }))));

    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(oid);
    }

    private static byte[] Write(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) content(writer);
        return writer.Encode();
    }
}
