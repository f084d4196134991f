using System.Formats.Asn1;

namespace Keystile.Authenticator;

/// <summary>Format <c>android-key</c> (§8.4): Android's keystore certifies the credential key and describes it.</summary>
public sealed class AndroidKeyStatement : IStatementMaker
{
    public const string DescriptionOid = "1.3.6.1.4.1.11129.2.1.17";

    /// <inheritdoc/>
    public string Format => "android-key";

    /// <summary>Who issues the certificate.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>Everything of the certificate but the description.</summary>
    public CertificateTemplate Template { get; init; } = new() { Subject = new("CN=Android Keystore Key"), Extensions = [] };

    /// <summary>What the description says.</summary>
    public AndroidDescription Description { get; init; } = new();

    /// <summary>Edits the description as bytes; null for no such extension.</summary>
    public Func<byte[], byte[]?> DescriptionBytes { get; init; } = bytes => bytes;

    /// <summary>The key that is certified: the credential's, unless a test says otherwise.</summary>
    public CredentialKey? CertifiedKey { get; init; }

    /// <summary>The certificates sent after the first.</summary>
    public IReadOnlyList<byte[]> Above { get; init; } = [];

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var description = DescriptionBytes(Description.Write(context.ClientDataHash));
        var template = description is null ? Template : Template.With(new(DescriptionOid, description, critical: false));
        var certificate = Issuer.Issue(template, CertifiedKey ?? context.Key);
        return new LooseMap { { "alg", context.Key.Algorithm }, { "sig", context.Key.Sign(context.SignedBytes) }, { "x5c", (object[])[certificate.RawData, .. Above] } };
    }
}

/// <summary>Android's description of a key.</summary>
public sealed record AndroidDescription
{
    public const int Software = 0, TrustedEnvironment = 1, StrongBox = 2;

    public int SecurityLevel { get; init; } = TrustedEnvironment;

    /// <summary>The hash of the client data, unless a test says otherwise.</summary>
    public byte[]? Challenge { get; init; }

    public AndroidList SoftwareEnforced { get; init; } = new();

    public AndroidList HardwareEnforced { get; init; } = new() { Purposes = [2], Origin = 0 };

    public byte[] Write(byte[] clientDataHash)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(300);
            writer.WriteEncodedValue([0x0A, 1, (byte)SecurityLevel]);
            writer.WriteInteger(300);
            writer.WriteEncodedValue([0x0A, 1, (byte)SecurityLevel]);
            writer.WriteOctetString(Challenge ?? clientDataHash);
            writer.WriteOctetString([]);
            SoftwareEnforced.Write(writer);
            HardwareEnforced.Write(writer);
        }
        return writer.Encode();
    }
}

/// <summary>One list of what a key may be used for.</summary>
public sealed record AndroidList
{
    private const int PurposeTag = 1, AllApplicationsTag = 600, OriginTag = 702;

    /// <summary>2 is signing; null leaves the entry out.</summary>
    public int[]? Purposes { get; init; }

    /// <summary>0 is generated in the keystore; null leaves the entry out.</summary>
    public int? Origin { get; init; }

    public bool AllApplications { get; init; }

    /// <summary>Further entries: number and the DER inside.</summary>
    public IReadOnlyList<(int Number, byte[] Value)> Others { get; init; } = [];

    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            if (Purposes is not null)
            {
                using (writer.PushSequence(Tag(PurposeTag)))
                using (writer.PushSetOf())
                {
                    foreach (var purpose in Purposes) writer.WriteInteger(purpose);
                }
            }
            if (AllApplications) Write(writer, AllApplicationsTag, [0x05, 0x00]);
            if (Origin is { } origin) Write(writer, OriginTag, [0x02, 1, (byte)origin]);
            foreach (var (number, value) in Others) Write(writer, number, value);
        }
    }

    private static void Write(AsnWriter writer, int number, byte[] value)
    {
        using (writer.PushSequence(Tag(number))) writer.WriteEncodedValue(value);
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number);
}
