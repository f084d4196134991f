using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class A_statement_of_any_format
{
    public static TheoryData<string> Formats => [.. AttestationFormats.Names];

    public static TheoryData<string> FormatsWithCertificates => ["packed", "fido-u2f", "tpm", "android-key", "apple"];

    [Theory]
    [InlineData("none", AttestationType.None)]
    [InlineData("packed", AttestationType.Basic)]
    [InlineData("fido-u2f", AttestationType.Basic)]
    [InlineData("tpm", AttestationType.AttCA)]
    [InlineData("android-key", AttestationType.Basic)]
    [InlineData("android-safetynet", AttestationType.Basic)]
    [InlineData("apple", AttestationType.AnonCA)]
    [InlineData("compound", AttestationType.Basic)]
    public void is_accepted_with_its_type(string format, AttestationType type)
    {
        var attestation = Attesting.Plainly(format).ShouldBeAccepted().Attestation;
        attestation.Format.ShouldBe(format);
        attestation.Type.ShouldBe(type);
        attestation.Trust.ShouldNotBe(AttestationTrust.Trusted);
    }

    [Theory]
    [InlineData("Packed")]
    [InlineData("PACKED")]
    [InlineData(" packed")]
    [InlineData("packed ")]
    [InlineData("packed\0")]
    [InlineData("")]
    [InlineData("android-safetynet-and-thirty-two-more")]
    [InlineData("ecdaa")]
    public void N099_is_refused_under_a_name_that_is_no_format(string name) =>
        Attesting.With(new PackedSelfStatement(), s => s.AttestationObjectMembers = o => o["fmt"] = name).ShouldBeRejectedFor(Rejection.UnknownAttestationFormat);

    [Fact]
    public void N099_is_refused_where_the_name_is_no_text() =>
        Attesting.With(new PackedSelfStatement(), s => s.AttestationObjectMembers = o => o["fmt"] = "packed"u8.ToArray()).ShouldBeRejectedFor(Rejection.MalformedAttestationObject);

    [Fact]
    public void N100_is_refused_where_none_says_something()
    {
        Attesting.With(new NoStatement(), s => s.StatementMembers = m => m.Add("alg", -7)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.With(new PackedSelfStatement(), s => s.AttestationObjectMembers = o => o["fmt"] = "none").ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("F6")]
    [InlineData("40")]
    [InlineData("00")]
    public void N100_is_refused_where_it_is_no_map(string cbor)
    {
        foreach (var format in AttestationFormats.Names)
        {
            Attesting.Plainly(format, s => s.AttestationObjectMembers = o => o["attStmt"] = CborRaw.Hex(cbor)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        }
    }

    [Theory, MemberData(nameof(FormatsWithCertificates))]
    public void N101_is_refused_when_a_member_is_missing_or_of_another_type(string format)
    {
        var members = new List<object>();
        Attesting.Plainly(format, s => s.StatementMembers = m => members.AddRange(m.Select(entry => entry.Key!))).ShouldBeAccepted();
        foreach (var member in members)
        {
            var withoutCertificates = format == "packed" && member.Equals("x5c"); // that is self attestation, by the wrong key
            Attesting.Plainly(format, s => s.StatementMembers = m => m.Remove(member)).ShouldBeRejectedFor(withoutCertificates ? Rejection.AttestationSignatureInvalid : Rejection.MalformedAttestationStatement);
            Attesting.Plainly(format, s => s.StatementMembers = m => m[member] = CborRaw.Hex("F5")).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
            Attesting.Plainly(format, s => s.StatementMembers = m => m.Rename(member, ((string)member).ToUpperInvariant())).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        }
    }

    [Theory, MemberData(nameof(FormatsWithCertificates))]
    public void N101_is_refused_when_it_has_a_member_more(string format) =>
        Attesting.Plainly(format, s => s.StatementMembers = m => m.Add("more", 1)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    [Theory, MemberData(nameof(FormatsWithCertificates))]
    public void N101_is_refused_when_x5c_is_no_list_of_certificates(string format)
    {
        foreach (var (element, reason) in SpoiledCertificates)
        {
            Attesting.Plainly(format, s => s.StatementMembers = m => m["x5c"] = element(((object[])m["x5c"]!)[0])).ShouldBeRejectedFor(reason);
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void N111_is_never_taken_unverified(string format)
    {
        if (format == "none") return; // it has nothing to verify
        Attesting.Plainly(format, s => s.ClientDataSent = bytes => [.. bytes, (byte)' ']).Complete().IsAccepted.ShouldBeFalse();
        Attesting.Plainly(format, s => s.AttestationObjectMembers = o => o["attStmt"] = new LooseMap()).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Theory, MemberData(nameof(Formats))]
    public void is_refused_where_the_policy_leaves_its_format_out(string format) =>
        Attesting.Plainly(format).Under(new() { Formats = [.. AttestationFormats.Names.Where(name => name != format)] }).ShouldBeRejectedFor(Rejection.AttestationNotAccepted);

    [Theory, MemberData(nameof(Formats))]
    public void V15_is_accepted_with_any_aaguid(string format)
    {
        if (format != "compound") Attesting.Plainly(format, s => s.Aaguid = new byte[16]).ShouldBeAccepted();
        Attesting.Plainly(format, s => s.Aaguid = [.. Enumerable.Range(1, 16).Select(i => (byte)i)]).ShouldBeAccepted();
    }

    [Fact]
    public void V33_is_accepted_with_its_members_in_any_order()
    {
        Attesting.With(new PackedStatement(), s => s.StatementMembers = m => m.Reverse()).ShouldBeAccepted();
        Attesting.With(new PackedStatement(), s => s.AttestationObjectMembers = o => o.Reverse()).ShouldBeAccepted();
    }

    [Fact]
    public void V34_is_accepted_although_none_was_asked_for()
    {
        var registering = Attesting.With(new PackedStatement());
        registering.Party.Attestation.ShouldBe(AttestationConveyance.None);
        registering.ShouldBeAccepted().Attestation.Type.ShouldBe(AttestationType.Basic);
    }

    private static readonly (Func<object, object> Spoil, Rejection Reason)[] SpoiledCertificates =
    [
        (_ => Array.Empty<object>(), Rejection.MalformedAttestationStatement),
        (certificate => certificate, Rejection.MalformedAttestationStatement),
        (certificate => (object[])["text"], Rejection.MalformedAttestationStatement),
        (certificate => (object[])[certificate, null!], Rejection.MalformedAttestationStatement),
        (certificate => (object[])[certificate, Array.Empty<byte>()], Rejection.MalformedAttestationStatement),
        (certificate => Enumerable.Repeat(certificate, 11).ToArray(), Rejection.MalformedAttestationStatement),
        (certificate => (object[])[(byte[])[.. (byte[])certificate, 0]], Rejection.AttestationCertificateInvalid),
        (certificate => (object[])[((byte[])certificate)[..^1]], Rejection.AttestationCertificateInvalid),
        (certificate => (object[])[Pem((byte[])certificate)], Rejection.AttestationCertificateInvalid),
        (certificate => (object[])[Pfx((byte[])certificate)], Rejection.AttestationCertificateInvalid),
        (certificate => (object[])[certificate, "no certificate"u8.ToArray()], Rejection.AttestationCertificateInvalid),
    ];

    private static byte[] Pem(byte[] der) => System.Text.Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der));

    private static byte[] Pfx(byte[] der)
    {
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(der);
        return certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12);
    }
}
