using System.Security.Cryptography.X509Certificates;
using Keystile.Authenticator;
using static Keystile.Authenticator.TpmCertificate;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class The_certificate_of_an_attestation_identity_key
{
    [Fact]
    public void V19_is_accepted_with_its_name_in_one_relative_name_or_in_several()
    {
        Made(EndEntity, Purposes(AikPurpose), AlternativeName(multiValued: true, [.. Infineon.Reverse()])).ShouldBeAccepted();
        Made(EndEntity, Purposes("1.2.3.4", AikPurpose), AlternativeName(multiValued: false, Infineon)).ShouldBeAccepted();
    }

    [Fact]
    public void N123_is_refused_with_a_subject() =>
        Attesting.With(new TpmStatement { Template = Template with { Subject = new("CN=TPM") } }).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);

    [Fact]
    public void N123_is_refused_without_an_alternative_name() => Refused(EndEntity, Purposes(AikPurpose));

    [Theory]
    [InlineData(Manufacturer)]
    [InlineData(Model)]
    [InlineData(ModelVersion)]
    public void N123_is_refused_when_the_name_lacks_one_part_or_doubles_it(string part)
    {
        Refused(EndEntity, Purposes(AikPurpose), AlternativeName(false, [.. Infineon.Where(attribute => attribute.Type != part)]));
        Refused(EndEntity, Purposes(AikPurpose), AlternativeName(false, [.. Infineon, .. Infineon.Where(attribute => attribute.Type == part)]));
        Refused(EndEntity, Purposes(AikPurpose), AlternativeName(false, [.. Infineon.Select(attribute => attribute.Type == part ? (part, "") : attribute)]));
    }

    [Theory]
    [InlineData("49465800")]
    [InlineData("id:IFX")]
    [InlineData("id:4946580")]
    [InlineData("id:494658000")]
    [InlineData("ID:49465800")]
    [InlineData("id:0x465800")]
    public void N123_is_refused_when_the_manufacturer_is_not_written_as_an_id(string text) => Refused(EndEntity, Purposes(AikPurpose), Vendor(text));

    [Fact]
    public void N123_is_refused_without_the_key_purpose()
    {
        Refused(EndEntity, AlternativeName(false, Infineon));
        Refused(EndEntity, Purposes("2.23.133.8.1"), AlternativeName(false, Infineon));
    }

    [Fact]
    public void N123_is_refused_when_it_is_a_ca_or_does_not_say_that_it_is_none()
    {
        Refused(new X509BasicConstraintsExtension(true, false, 0, true), Purposes(AikPurpose), AlternativeName(false, Infineon));
        Refused(Purposes(AikPurpose), AlternativeName(false, Infineon));
    }

    /// <summary>The TCG's registry of vendors, by the numbers it gives them.</summary>
    [Theory]
    [InlineData("414D4400")]
    [InlineData("414E5400")]
    [InlineData("41544D4C")]
    [InlineData("4252434D")]
    [InlineData("4353434F")]
    [InlineData("464C5953")]
    [InlineData("474F4F47")]
    [InlineData("48495349")]
    [InlineData("48504500")]
    [InlineData("48504900")]
    [InlineData("49424D00")]
    [InlineData("49465800")]
    [InlineData("494E5443")]
    [InlineData("4C454E00")]
    [InlineData("4D534654")]
    [InlineData("4E534700")]
    [InlineData("4E534D20")]
    [InlineData("4E544300")]
    [InlineData("4E545A00")]
    [InlineData("51434F4D")]
    [InlineData("524F4343")]
    [InlineData("5345414C")]
    [InlineData("53454345")]
    [InlineData("534D5343")]
    [InlineData("534D534E")]
    [InlineData("534E5300")]
    [InlineData("53544D20")]
    [InlineData("54584E00")]
    [InlineData("57454300")]
    public void names_a_manufacturer_that_is_listed(string id)
    {
        TpmVendors.TryReadId($"id:{id}", out var vendor).ShouldBeTrue();
        TpmVendors.IsListed(vendor).ShouldBeTrue();
        TpmVendors.IsListed(vendor + 1).ShouldBeFalse();
    }

    [Theory]
    [InlineData("id:FFFFF1D0")]
    [InlineData("id:00000000")]
    public void N124_is_refused_with_an_unlisted_manufacturer_where_the_policy_wants_listed_ones(string text)
    {
        var policy = new StatementPolicy { ListedTpmVendorsOnly = true };
        Attesting.With(new TpmStatement()).Under(policy).ShouldBeAccepted();
        Made(EndEntity, Purposes(AikPurpose), Vendor(text)).ShouldBeAccepted();
        Made(EndEntity, Purposes(AikPurpose), Vendor(text)).Under(policy).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);
    }

    private static X509Extension Vendor(string text) => AlternativeName(false, [.. Infineon.Select(attribute => attribute.Type == Manufacturer ? (Manufacturer, text) : attribute)]);

    private static Registering Made(params X509Extension[] extensions) => Attesting.With(new TpmStatement { Template = Make(extensions) });

    private static void Refused(params X509Extension[] extensions) => Made(extensions).ShouldBeRejectedFor(Rejection.AttestationCertificateInvalid);
}
