using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class An_android_key_statement
{
    private static readonly StatementPolicy HardwareOnly = new() { AndroidHardwareOnly = true };

    private static readonly AndroidList Nothing = new(), Right = new() { Purposes = [2], Origin = 0 };

    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.RS256)]
    public void is_accepted_for_a_key_of_the_keystore(int algorithm) =>
        Attesting.With(new AndroidKeyStatement(), s => s.Key = CredentialKey.Create(algorithm)).ShouldBeAccepted().Attestation.Type.ShouldBe(AttestationType.Basic);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void V20_is_accepted_with_one_list_empty(bool hardware) =>
        Described(new() { SoftwareEnforced = hardware ? Nothing : Right, HardwareEnforced = hardware ? Right : Nothing }).ShouldBeAccepted();

    [Fact]
    public void V20_is_accepted_with_origin_and_purpose_in_different_lists() =>
        Described(new() { SoftwareEnforced = new() { Origin = 0 }, HardwareEnforced = new() { Purposes = [2, 3] } }).ShouldBeAccepted();

    [Fact]
    public void V20_is_accepted_from_a_secure_element_even_where_hardware_is_wanted() =>
        Described(new() { SecurityLevel = AndroidDescription.StrongBox }).Under(HardwareOnly).ShouldBeAccepted();

    [Fact]
    public void V20_is_accepted_with_several_entries_for_one_list()
    {
        Described(new() { HardwareEnforced = new() { Origin = 0, Purposes = [3], Others = [(1, [0x31, 3, 0x02, 1, 2]), (5, [0x31, 3, 0x02, 1, 4]), (5, [0x31, 3, 0x02, 1, 6])] } }).ShouldBeAccepted();
        Described(new() { HardwareEnforced = new() { Origin = 0, Purposes = [3], Others = [(1, [0x31, 3, 0x02, 1, 0])] } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
    }

    [Fact]
    public void V20_is_accepted_with_entries_of_newer_versions() =>
        Described(new() { HardwareEnforced = Right with { Others = [(703, [0x05, 0x00]), (999, [0x30, 0x00]), (16000, [0x04, 0x01, 0x00])] } }).ShouldBeAccepted();

    [Fact]
    public void N126_is_refused_when_another_key_is_certified() =>
        Attesting.With(new AndroidKeyStatement { CertifiedKey = CredentialKey.Create(Cose.ES256) }).ShouldBeRejectedFor(Rejection.AttestationKeyMismatch);

    [Fact]
    public void N126_is_refused_when_the_signature_is_not_over_this_ceremony()
    {
        Attesting.With(new AndroidKeyStatement(), s => s.StatementMembers = m => ((byte[])m["sig"]!)[^1] ^= 1).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(new AndroidKeyStatement(), s => s.ClientDataSent = bytes => [.. bytes, (byte)' ']).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
    }

    [Fact]
    public void N126_is_refused_when_alg_is_not_the_credentials() =>
        Attesting.With(new AndroidKeyStatement(), s => s.StatementMembers = m => m["alg"] = Cose.ESP256).ShouldBeRejectedFor(Rejection.AttestationAlgorithmMismatch);

    [Fact]
    public void N127_is_refused_when_the_key_answers_another_challenge()
    {
        Described(new() { Challenge = new byte[32] }).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);
        Described(new() { Challenge = [] }).ShouldBeRejectedFor(Rejection.AttestationContentMismatch);
    }

    [Fact]
    public void N127_is_refused_without_a_description() => Spoiled(_ => null);

    [Fact]
    public void N127_is_refused_when_the_description_is_malformed()
    {
        Spoiled(bytes => [.. bytes, 0]);
        Spoiled(bytes => bytes[..^1]);
        Spoiled(_ => []);
        Spoiled(bytes => [0x31, .. bytes[1..]]);
        Spoiled(bytes => Replaced(bytes, [0x0A, 1, 1], [0x02, 1, 1])); // the security level as INTEGER
        Spoiled(bytes => Replaced(bytes, [0x0A, 1, 1], [0x0A, 0, 5])); // a security level of no bytes
        Spoiled(bytes => [0x30, (byte)(bytes[1] + 2), .. bytes[2..], 0x05, 0x00]); // one element more
    }

    [Fact]
    public void N127_is_refused_when_a_list_is_malformed()
    {
        Described(new() { HardwareEnforced = Right with { Others = [(702, [0x02, 1, 0])] } }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid); // a second origin
        Spoiled(bytes => Replaced(bytes, [0x02, 1, 0x00], [0x0A, 1, 0x00])); // the origin as ENUMERATED
        Spoiled(bytes => Replaced(bytes, [0x31, 3, 0x02, 1, 2], [0x30, 3, 0x02, 1, 2])); // the purposes as SEQUENCE
        Spoiled(bytes => Replaced(bytes, [0x31, 3, 0x02, 1, 2], [0x31, 3, 0x0A, 1, 2])); // a purpose as ENUMERATED
        Spoiled(bytes => Replaced(bytes, [0x31, 3, 0x02, 1, 2], [0x31, 0, 0x02, 1, 2])); // something behind the purposes
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void N128_is_refused_when_the_key_is_for_all_applications(bool hardware)
    {
        var open = new AndroidList { AllApplications = true };
        Described(hardware ? new() { HardwareEnforced = Right with { AllApplications = true } } : new() { SoftwareEnforced = open }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(hardware ? new() { HardwareEnforced = Right with { AllApplications = true } } : new() { SoftwareEnforced = open }).Under(HardwareOnly).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public void N129_is_refused_when_the_key_was_not_generated_in_the_keystore(int? origin)
    {
        Described(new() { HardwareEnforced = Right with { Origin = origin } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        if (origin is not null) Described(new() { SoftwareEnforced = new() { Origin = origin } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
    }

    [Fact]
    public void N129_is_refused_when_the_key_does_not_sign()
    {
        Described(new() { HardwareEnforced = Right with { Purposes = null } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(new() { HardwareEnforced = Right with { Purposes = [] } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(new() { HardwareEnforced = Right with { Purposes = [0, 1, 3] } }).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
    }

    [Fact]
    public void N130_is_refused_when_software_alone_says_so_where_hardware_is_wanted()
    {
        Attesting.With(new AndroidKeyStatement()).Under(HardwareOnly).ShouldBeAccepted();
        Described(new() { SoftwareEnforced = Right, HardwareEnforced = Nothing }).Under(HardwareOnly).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(new() { SoftwareEnforced = new() { Origin = 0 }, HardwareEnforced = new() { Purposes = [2] } }).Under(HardwareOnly).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(new() { SoftwareEnforced = new() { Purposes = [2] }, HardwareEnforced = new() { Origin = 0 } }).Under(HardwareOnly).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
        Described(new() { SecurityLevel = AndroidDescription.Software }).ShouldBeAccepted();
        Described(new() { SecurityLevel = AndroidDescription.Software }).Under(HardwareOnly).ShouldBeRejectedFor(Rejection.AttestationKeyUnfit);
    }

    [Fact]
    public void N131_is_refused_when_a_certificate_was_appended_below_the_keystores_own()
    {
        // The genuine one, description and all, now stands above a forged one for the attacker's key.
        var issuer = CertificateAuthority.NewRoot();
        var template = new CertificateTemplate().With(new(AndroidKeyStatement.DescriptionOid, new AndroidDescription().Write(new byte[32]), critical: false));
        var described = issuer.Issue(template, CredentialKey.Create(Cose.ES256)).RawData;
        Attesting.With(new AndroidKeyStatement { Above = [described] }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);
        Attesting.With(new AndroidKeyStatement { DescriptionBytes = _ => null, Above = [described] }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);
        Attesting.With(new AndroidKeyStatement { Above = [issuer.Certificate.RawData] }).ShouldBeAccepted();
    }

    [Fact]
    public void N132_is_refused_when_a_certificate_of_the_path_was_revoked()
    {
        var issuer = CertificateAuthority.NewRoot();
        var serialNumber = issuer.Certificate.SerialNumber.TrimStart('0').ToLowerInvariant();
        var maker = new AndroidKeyStatement { Issuer = issuer, Above = [issuer.Certificate.RawData] };
        Attesting.With(maker).Under(Revoking("abcdef0123456789")).ShouldBeAccepted();
        Attesting.With(maker).Under(Revoking(serialNumber)).ShouldBeRejectedFor(Rejection.AttestationRevoked);
        Attesting.With(maker).Under(Revoking("00" + serialNumber.ToUpperInvariant())).ShouldBeRejectedFor(Rejection.AttestationRevoked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"entries":[]}""")]
    [InlineData("""{"entries":{"\ud800":{}}}""")]
    public void N132_is_not_judged_by_a_list_that_is_none(string json) => AndroidRevocationList.TryParse(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    private static StatementPolicy Revoking(string serialNumber)
    {
        var json = """{"entries":{"1":{"status":"SUSPENDED"},"NUMBER":{"status":"REVOKED"}}}""".Replace("NUMBER", serialNumber, StringComparison.Ordinal);
        var list = AndroidRevocationList.TryParse(System.Text.Encoding.UTF8.GetBytes(json));
        return new() { AndroidRevocations = list.ShouldNotBeNull() };
    }

    private static Registering Described(AndroidDescription description) => Attesting.With(new AndroidKeyStatement { Description = description });

    private static void Spoiled(Func<byte[], byte[]?> description) =>
        Attesting.With(new AndroidKeyStatement { DescriptionBytes = description }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    /// <summary>Puts other bytes of the same number in the place of the last occurrence.</summary>
    private static byte[] Replaced(byte[] bytes, byte[] old, byte[] other)
    {
        var at = bytes.AsSpan().LastIndexOf(old);
        at.ShouldBeGreaterThan(0);
        return [.. bytes[..at], .. other, .. bytes[(at + other.Length)..]];
    }
}
