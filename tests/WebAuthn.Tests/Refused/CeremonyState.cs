using System.Reflection;
using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_ceremony_is_refused_when
{
    private static readonly RelyingParty Party = new(new() { Id = "example.org", Origins = ["https://example.org"] });

    [Fact]
    public void N001_its_challenge_was_never_issued() => Both.With(s => s.Challenge = RandomNumberGenerator.GetBytes(32)).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Fact]
    public void N002_its_challenge_is_that_of_another_user_s_ceremony()
    {
        var (hers, his) = (Begin("alice"), Begin("bob"));
        Registering.With(s => (s.Begun, s.Challenge) = (hers.Ceremony, his.Ceremony.Challenge.ToArray())).ShouldBeRejectedFor(Rejection.ChallengeMismatch);
        Registering.With(s => (s.Begun, s.Challenge) = (hers.Ceremony, hers.Ceremony.Challenge.ToArray())).ShouldBeAccepted();
    }

    [Fact]
    public void N005_its_challenge_was_issued_for_the_other_ceremony()
    {
        var signIn = Party.BeginAuthentication(new());
        Registering.With(s => s.Challenge = signIn.Ceremony.Challenge.ToArray()).ShouldBeRejectedFor(Rejection.ChallengeMismatch);
        var signUp = Begin("alice");
        SigningIn.With(s => s.Challenge = signUp.Ceremony.Challenge.ToArray()).ShouldBeRejectedFor(Rejection.ChallengeMismatch);
    }

    [Theory]
    [InlineData(typeof(RegistrationResponse))]
    [InlineData(typeof(AuthenticationResponse))]
    public void N006_the_answer_names_its_own_expected_challenge(Type answer) =>
        answer.GetProperties(BindingFlags.Public | BindingFlags.Instance).ShouldNotContain(property => property.PropertyType == typeof(Challenge));

    [Fact]
    public void N007_its_challenge_is_empty() => Both.With(s => s.Challenge = []).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Fact]
    public void N007_its_challenge_is_the_beginning_of_the_issued_one() => Both.With(s => s.Challenge = s.Challenge[..31]).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Fact]
    public void N007_its_challenge_goes_on_after_the_issued_one() => Both.With(s => s.Challenge = [.. s.Challenge, 0]).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Theory]
    [InlineData("{0}=")]
    [InlineData("{0} ")]
    [InlineData(" {0}")]
    [InlineData("{0}\n")]
    [InlineData("{0}\0")]
    [InlineData("{0}%")]
    public void N008_its_challenge_is_the_issued_one_in_another_spelling(string spelling) =>
        Both.With(s => s.ClientDataMembers = d => d["challenge"] = spelling.Replace("{0}", (string)d["challenge"]!, StringComparison.Ordinal)).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Fact]
    public void N008_its_challenge_has_bits_left_over() => Both.With(s => s.ClientDataMembers = d => d["challenge"] = WithSpareBit((string)d["challenge"]!)).ShouldBeRejectedFor(Rejection.ChallengeMismatch);

    [Fact]
    public void N008_its_challenge_is_in_the_other_alphabet()
    {
        byte[] issued = [.. Enumerable.Repeat((byte)0xfb, 16), .. Enumerable.Repeat((byte)0xff, 17)];
        var begun = Begin("alice").Ceremony with { Challenge = Challenge.TryCreate(issued)! };
        Registering.With(s => (s.Begun, s.Challenge) = (begun, issued)).ShouldBeAccepted();
        Registering.With(s =>
        {
            (s.Begun, s.Challenge) = (begun, issued);
            s.ClientDataMembers = d => d["challenge"] = Convert.ToBase64String(issued);
        }).ShouldBeRejectedFor(Rejection.ChallengeMismatch);
    }

    [Fact]
    public void N009_a_challenge_is_too_short_to_be_unguessable()
    {
        Challenge.TryCreate(new byte[15]).ShouldBeNull();
        Challenge.TryCreate(new byte[16]).ShouldNotBeNull();
        Begin("alice").Ceremony.Challenge.Length.ShouldBe(32);
        Begin("alice").Ceremony.Challenge.ShouldNotBe(Begin("alice").Ceremony.Challenge);
        Party.BeginAuthentication(new()).Ceremony.Challenge.ShouldNotBe(Party.BeginAuthentication(new()).Ceremony.Challenge);
    }

    [Fact]
    public void N011_it_breaks_the_policy_it_was_begun_with_though_not_today_s()
    {
        Both.With(s => s.Flags = (byte)(s.Flags & ~CeremonyScenario.UV)).At(p => p with { UserVerification = UserVerification.Discouraged })
            .Asking(UserVerification.Required).ShouldBeRejectedFor(Rejection.UserNotVerified);
        Registering.With(s =>
        {
            s.Party = s.Party with { Algorithms = [CoseAlgorithm.ES256] };
            s.Begun = s.Begun with { Algorithms = [CoseAlgorithm.RS256] };
        }).ShouldBeRejectedFor(Rejection.AlgorithmNotOffered);
    }

    private static RegistrationStart Begin(string name) => Party.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = name });

    /// <summary>43 characters carry 258 bits; the last two of them must be zero.</summary>
    private static string WithSpareBit(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text[..^1] + alphabet[alphabet.IndexOf(text[^1], StringComparison.Ordinal) + 1];
    }
}
