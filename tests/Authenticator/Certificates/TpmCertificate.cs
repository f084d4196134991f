using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Keystile.Authenticator;

/// <summary>The certificate of a TPM's attestation identity key (§8.3.1), in parts for a test to exchange.</summary>
public static class TpmCertificate
{
    public const string AikPurpose = "2.23.133.8.3", Manufacturer = "2.23.133.2.1", Model = "2.23.133.2.2", ModelVersion = "2.23.133.2.3";

    public static readonly (string Type, string Text)[] Infineon = [(Manufacturer, "id:49465800"), (Model, "SLB9670"), (ModelVersion, "id:00070055")];

    public static X509Extension EndEntity { get; } = new X509BasicConstraintsExtension(false, false, 0, true);

    public static CertificateTemplate Template { get; } = Make(EndEntity, Purposes(AikPurpose), AlternativeName(multiValued: false, Infineon));

    public static CertificateTemplate Make(params X509Extension[] extensions) => new() { Subject = new(""), Extensions = extensions };

    public static X509Extension Purposes(params string[] oids)
    {
        var collection = new OidCollection();
        foreach (var oid in oids) collection.Add(new(oid));
        return new X509EnhancedKeyUsageExtension(collection, critical: false);
    }

    /// <summary>The subject alternative name that tells of the TPM.</summary>
    /// <param name="multiValued">All attributes in one relative name, or each in its own.</param>
    /// <param name="attributes">Type and text of each.</param>
    public static X509Extension AlternativeName(bool multiValued, params (string Type, string Text)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        using (writer.PushSequence())
        {
            foreach (var relativeName in multiValued ? [attributes] : attributes.Chunk(1))
            {
                using (writer.PushSetOf())
                {
                    foreach (var (type, text) in relativeName) WriteAttribute(writer, type, text);
                }
            }
        }
        return new("2.5.29.17", writer.Encode(), critical: true);
    }

    private static void WriteAttribute(AsnWriter writer, string type, string text)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        }
    }
}
