using System.Text.Json;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_relying_party_is_refused_when
{
    [Theory]
    [InlineData("")]
    [InlineData("org")]
    [InlineData("https://example.org")]
    [InlineData("example.org:443")]
    [InlineData("example.org/")]
    [InlineData("Example.org")]
    [InlineData("example.org.")]
    [InlineData(".example.org")]
    [InlineData("example..org")]
    [InlineData("-example.org")]
    [InlineData("exam ple.org")]
    [InlineData("exämple.org")]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    [InlineData("user@example.org")]
    public void N095_its_RP_ID_is_no_domain(string id) => Should.Throw<ArgumentException>(() => new RelyingParty(new() { Id = id, Origins = ["https://example.org"] }));

    [Fact]
    public void N095_its_RP_ID_is_longer_than_a_domain_may_be()
    {
        var label = new string('a', 63);
        Make($"{label}.example");
        Make($"{label}.{label}.{label}.{label[..61]}");
        Should.Throw<ArgumentException>(() => Make($"{label}a.example"));
        Should.Throw<ArgumentException>(() => Make($"{label}.{label}.{label}.{label[..62]}"));

        static RelyingParty Make(string id) => new(new() { Id = id, Origins = ["https://example.org"] });
    }

    [Fact]
    public void it_has_no_origin() => Should.Throw<ArgumentException>(() => new RelyingParty(new() { Id = "example.org", Origins = [] }));

    [Fact]
    public void it_offers_no_algorithm() => Should.Throw<ArgumentException>(() => new RelyingParty(new() { Id = "example.org", Origins = ["https://example.org"], Algorithms = [] }));
}

public sealed class A_registration_s_bookkeeping_holds
{
    private static readonly RelyingParty Party = new(new() { Id = "example.org", Origins = ["https://example.org"] });

    [Fact]
    public void N093_an_authenticator_is_told_which_passkeys_the_account_has()
    {
        var id = CredentialId.TryCreate([1, 2, 3])!;
        var options = Party.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = "alice", ExcludeCredentials = [new(id, ["usb", "cable"])] }).Options;
        JsonSerializer.Serialize(options.ExcludeCredentials).ShouldBe("""[{"id":"AQID","transports":["usb","cable"],"type":"public-key"}]""");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void N094_a_user_handle_is_neither_empty_nor_longer_than_64_bytes(int length) => UserHandle.TryCreate(new byte[length]).ShouldBeNull();

    [Fact]
    public void N094_a_user_handle_is_random_when_made_and_the_same_when_asked_again()
    {
        UserHandle.NewRandom().ShouldNotBe(UserHandle.NewRandom());
        UserHandle.NewRandom().Length.ShouldBe(32);
        var handle = UserHandle.NewRandom();
        Party.BeginRegistration(new() { UserHandle = handle, UserName = "alice@example.org" }).Options.User.Id.ShouldBe(handle);
        Party.BeginRegistration(new() { UserHandle = handle, UserName = "alice@example.com" }).Options.User.Id.ShouldBe(handle);
    }

    [Fact]
    public void N090_user_verification_is_on_record_only_where_the_authenticator_did_it()
    {
        Registering.Plainly().ShouldBeAccepted().Record.UserVerificationInitialized.ShouldBeTrue();
        Registering.With(s => s.Flags = (byte)(s.Flags & ~Authenticator.CeremonyScenario.UV)).ShouldBeAccepted().Record.UserVerificationInitialized.ShouldBeFalse();
    }
}
