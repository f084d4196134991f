using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Keystile.WebAuthn.Tests;

public sealed class A_certificate_is_read
{
    [Fact]
    public void as_the_framework_reads_it_for_every_certificate_of_the_vectors()
    {
        var certificates = TrustVectors.Certificates();
        certificates.Count.ShouldBeGreaterThan(80);
        foreach (var der in certificates)
        {
            using var theirs = X509CertificateLoader.LoadCertificate(der);
            var ours = Certificate.TryParse(der).ShouldNotBeNull(Convert.ToHexString(SHA256.HashData(der)));
            ours.Version.ShouldBe(theirs.Version);
            Convert.ToHexString(ours.SerialNumber.Span).ShouldBe(Convert.ToHexString(theirs.SerialNumberBytes.Span));
            Convert.ToHexString(ours.Issuer.Der.Span).ShouldBe(Convert.ToHexString(theirs.IssuerName.RawData));
            Convert.ToHexString(ours.Subject.Der.Span).ShouldBe(Convert.ToHexString(theirs.SubjectName.RawData));
            ours.NotBefore.UtcDateTime.ShouldBe(theirs.NotBefore.ToUniversalTime());
            ours.NotAfter.UtcDateTime.ShouldBe(theirs.NotAfter.ToUniversalTime());
            Convert.ToHexString(ours.PublicKey.Span).ShouldBe(Convert.ToHexString(theirs.PublicKey.ExportSubjectPublicKeyInfo()));
            ours.Extensions.Select(e => (e.Critical, Convert.ToHexString(e.Value.Span)))
                .ShouldBe(theirs.Extensions.Select(e => (e.Critical, Convert.ToHexString(e.RawData))));
        }
    }

    [Fact]
    public void with_each_attribute_of_a_name_by_itself()
    {
        byte[] name = [0x30, 0x2B, 0x31, 0x1C, 0x30, 0x0F, 6, 3, 0x55, 4, 3, 0x0C, 8, .. "a, OU=b+"u8, 0x30, 0x09, 6, 3, 0x55, 4, 0x0B, 0x13, 2, .. "bc"u8, 0x31, 0x0B, 0x30, 0x09, 6, 3, 0x55, 4, 0x0A, 0x1E, 2, 0, (byte)'d'];
        var subject = Issued.Root(change: recipe => recipe.Name = new(name)).Certificate.Subject;
        subject.Attributes().Select(a => (a.RelativeName, Oid(a.Type), a.Text)).ShouldBe([(0, "550403", "a, OU=b+"), (0, "55040B", "bc"), (1, "55040A", "d")]);
    }

    [Fact]
    public void with_its_host_names_directory_names_and_purposes()
    {
        var certificate = Issued.Root(change: recipe =>
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("a.example");
            names.AddEmailAddress("a@a.example");
            names.AddDnsName("b.example");
            recipe.Extensions.Add(names.Build());
            recipe.Extensions.Add(new X509EnhancedKeyUsageExtension([new("2.23.133.8.3"), new("1.2.3")], true));
        }).Certificate;
        certificate.ReadDnsNames().ShouldBe(["a.example", "b.example"]);
        certificate.ReadDirectoryNames().ShouldNotBeNull().ShouldBeEmpty();
        certificate.ReadExtendedKeyUsages().ShouldNotBeNull().Select(Oid).ShouldBe(["6781050803", "2A03"]);
    }

    [Fact]
    public void with_its_directory_names()
    {
        byte[] name = new X500DistinguishedName("O=Maker").RawData;
        var certificate = WithExtension("2.5.29.17", [0x30, (byte)(name.Length + 2), 0xA4, (byte)name.Length, .. name]);
        certificate.ShouldNotBeNull().ReadDirectoryNames().ShouldNotBeNull().ShouldHaveSingleItem().Single(Oids.Organization).ShouldBe("Maker");
    }

    [Theory, InlineData("3000"), InlineData("30028201"), InlineData("3003820161FF"), InlineData("0500"), InlineData("300382010080")]
    public void without_the_names_of_a_malformed_list(string value) => WithExtension("2.5.29.17", Convert.FromHexString(value)).ShouldNotBeNull().ReadDnsNames().ShouldBeNull();

    [Fact]
    public void although_real_issuers_write_a_default() => WithExtension("2.5.29.19", [0x30, 3, 1, 1, 0])!.Usage.IsAuthority.ShouldBeFalse();

    [Theory, InlineData(0x01), InlineData(0x80)]
    public void although_its_maker_writes_true_as_another_number(byte one)
    {
        WithExtension("2.5.29.19", [0x30, 3, 1, 1, one]).ShouldNotBeNull().Usage.IsAuthority.ShouldBeTrue();
        var der = Issued.Root(change: recipe => recipe.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: true))).Der;
        der[der.AsSpan().IndexOf((byte[])[6, 3, 0x2A, 3, 4, 1, 1, 0xFF]) + 7] = one;
        Certificate.TryParse(der).ShouldNotBeNull().Extensions[^1].Critical.ShouldBeTrue();
    }

    [Fact]
    public void V39_although_its_signature_counts_unused_bits()
    {
        var (root, _, leaf) = new Paths().Make();
        leaf = root.Leaf();
        var bits = leaf.Der.AsSpan().LastIndexOf((byte[])[0x03, (byte)(leaf.Certificate.Signature.Length + 1), 0x00]);
        leaf.Der[bits + 2] = 3;
        Paths.Find([leaf], root).ShouldNotBeNull();
    }

    internal static Certificate? WithExtension(string oid, byte[] value) =>
        Certificate.TryParse(Issued.Root(change: recipe =>
        {
            recipe.Extensions.Clear();
            recipe.Extensions.Add(new X509Extension(oid, value, critical: false));
        }).Der);

    private static string Oid(ReadOnlyMemory<byte> content) => Convert.ToHexString(content.Span);
}

public sealed class A_certificate_is_refused_when
{
    private readonly byte[] _good = Issued.Root().Leaf().Der;

    [Fact] public void N101_a_byte_is_left_over() => Certificate.TryParse((byte[])[.. _good, 0]).ShouldBeNull();

    [Fact]
    public void N101_it_is_cut_anywhere()
    {
        for (var length = 0; length < _good.Length; length++) Certificate.TryParse(_good.AsMemory(0, length)).ShouldBeNull();
    }

    [Fact] public void N101_it_is_PEM() => Certificate.TryParse(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", _good))).ShouldBeNull();

    [Fact]
    public void N101_it_is_PKCS_12()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(_good);
        Certificate.TryParse(certificate.Export(X509ContentType.Pfx)).ShouldBeNull();
    }

    [Fact]
    public void N101_it_is_longer_than_any() => Issued.Root(change: recipe => recipe.Extensions.Add(new X509Extension("1.2.3", new byte[Certificate.MaxLength], false)))
        .Der.ShouldSatisfyAllConditions(der => Certificate.TryParse(der).ShouldBeNull());

    [Fact] public void its_length_is_not_in_the_shortest_form() => Certificate.TryParse((byte[])[0x30, 0x83, 0, .. _good[2..]]).ShouldBeNull();

    [Fact] public void its_length_is_indefinite() => Certificate.TryParse((byte[])[0x30, 0x80, .. _good[4..], 0, 0]).ShouldBeNull();

    [Fact]
    public void its_two_algorithms_differ()
    {
        byte[] algorithm = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
        _good[_good.AsSpan().LastIndexOf(algorithm) + 7] = 3;
        Certificate.TryParse(_good).ShouldBeNull();
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3)]
    public void its_version_is_not_3_and_it_has_extensions(byte version)
    {
        _good[_good.AsSpan().IndexOf((byte[])[0xA0, 3, 2, 1, 2]) + 4] = version;
        Certificate.TryParse(_good).ShouldBeNull();
    }

    [Fact]
    public void an_extension_stands_twice()
    {
        var der = Issued.Root(change: recipe =>
        {
            recipe.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], false));
            recipe.Extensions.Add(new X509Extension("1.2.3.5", [5, 0], false));
        }).Der;
        Certificate.TryParse(der).ShouldNotBeNull();
        der[der.AsSpan().IndexOf((byte[])[6, 3, 0x2A, 3, 5]) + 4] = 4;
        Certificate.TryParse(der).ShouldBeNull();
    }

    [Theory]
    [InlineData("2.5.29.19", "")]
    [InlineData("2.5.29.19", "30030101FF00")]
    [InlineData("2.5.29.19", "30060101FF0201FF")]
    [InlineData("2.5.29.19", "30070101FF02020001")]
    [InlineData("2.5.29.19", "30060201000101FF")]
    [InlineData("2.5.29.15", "0301")]
    [InlineData("2.5.29.15", "030106")]
    [InlineData("2.5.29.15", "03020106")]
    [InlineData("2.5.29.15", "03020803")]
    [InlineData("2.5.29.15", "0302010600")]
    [InlineData("2.5.29.15", "040206C0")]
    public void its_constraints_are_malformed(string oid, string value)
    {
        if (value == "03020106") A_certificate_is_read.WithExtension(oid, Convert.FromHexString(value)).ShouldNotBeNull(); // bit 7 is unused and clear
        else A_certificate_is_read.WithExtension(oid, Convert.FromHexString(value)).ShouldBeNull();
    }

    [Theory]
    [InlineData("250601120000Z", "251301120000Z")]
    [InlineData("250601120000Z", "250631120000Z")]
    [InlineData("250601120000Z", "250601240000Z")]
    [InlineData("250601120000Z", "250601126000Z")]
    [InlineData("250601120000Z", "250601120060Z")]
    [InlineData("250601120000Z", "2506011200000")]
    [InlineData("250601120000Z", "25060112000AZ")]
    [InlineData("250601120000Z", "280601120000Z")]
    public void its_validity_is_none(string was, string becomes)
    {
        var at = _good.AsSpan().IndexOf(Encoding.ASCII.GetBytes(was));
        Encoding.ASCII.GetBytes(becomes).CopyTo(_good, at);
        Certificate.TryParse(_good).ShouldBeNull();
    }

    [Fact]
    public void any_byte_of_its_frame_is_another_and_never_throws()
    {
        var refused = 0;
        for (var at = 0; at < _good.Length; at++)
        {
            foreach (var bit in (byte[])[1, 0x20, 0x80])
            {
                var spoiled = (byte[])[.. _good];
                spoiled[at] ^= bit;
                if (Certificate.TryParse(spoiled) is { } parsed) Touch(parsed);
                else refused++;
            }
        }
        refused.ShouldBeGreaterThan(200);
    }

    private static void Touch(Certificate certificate)
    {
        foreach (var attribute in certificate.Subject.Attributes()) _ = attribute.Text;
        _ = certificate.ReadDnsNames();
        _ = certificate.ReadDirectoryNames();
        _ = certificate.ReadExtendedKeyUsages();
        CertificatePath.FindAnchor([certificate], [new(certificate)], Issued.Now);
    }
}
