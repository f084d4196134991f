using System.Text.Json.Nodes;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class The_flags_are_refused_when
{
    [Fact]
    public void N047_the_user_was_not_present() => Both.With(s => s.Flags = (byte)(s.Flags & ~(UP | UV))).ShouldBeRejectedFor(Rejection.UserNotPresent);

    [Fact]
    public void N048_only_the_client_says_that_mediation_was_conditional() =>
        Both.With(s =>
        {
            s.Flags = (byte)(s.Flags & ~UP);
            s.ClientDataMembers = d => d["mediation"] = "conditional";
            s.ClientExtensionResults = new() { ["mediation"] = "conditional", ["conditional"] = true };
            s.Envelope = c => (c["mediation"], c["response"]!["mediation"]) = ("conditional", JsonValue.Create("conditional"));
        }).ShouldBeRejectedFor(Rejection.UserNotPresent);

    [Fact]
    public void N049_the_user_was_not_verified_and_must_be() => Both.With(s => s.Flags = (byte)(s.Flags & ~UV)).Asking(UserVerification.Required).ShouldBeRejectedFor(Rejection.UserNotVerified);

    [Fact]
    public void N049_the_user_was_not_verified_at_a_conditional_creation_that_requires_it() =>
        Registering.With(s =>
        {
            s.Flags = UP | AT;
            s.Begun = s.Begun with { Conditional = true, UserVerification = UserVerification.Required };
        }).ShouldBeRejectedFor(Rejection.UserNotVerified);

    [Fact]
    public void N050_the_user_was_verified_but_not_present() => Both.With(s => s.Flags = (byte)(s.Flags & ~UP)).ShouldBeRejectedFor(Rejection.UserNotPresent);

    [Fact]
    public void N051_it_is_backed_up_and_cannot_be() => Both.With(s => s.Flags |= BS).ShouldBeRejectedFor(Rejection.BackupStateInvalid);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void N052_its_backup_eligibility_is_not_the_one_on_record(bool onRecord) =>
        SigningIn.With(s =>
        {
            s.Record = s.Record! with { BackupEligible = onRecord };
            s.Flags = (byte)(UP | UV | (onRecord ? 0 : BE));
        }).ShouldBeRejectedFor(Rejection.BackupEligibilityChanged);

    [Fact]
    public void N052_its_backup_eligibility_is_not_the_one_on_record_unless_records_are_being_migrated()
    {
        var signingIn = SigningIn.With(s => s.Flags |= BE);
        signingIn.ShouldBeRejectedFor(Rejection.BackupEligibilityChanged);
        signingIn.Party = signingIn.Party with { BackupEligibilityPolicy = BackupEligibilityPolicy.Adopt };
        signingIn.ShouldBeAccepted();
    }

    [Theory]
    [InlineData(BackupPolicy.DeviceBound, BE)]
    [InlineData(BackupPolicy.DeviceBound, BE | BS)]
    [InlineData(BackupPolicy.BackupEligible, 0)]
    [InlineData(BackupPolicy.BackedUp, 0)]
    public void N053_policy_does_not_take_its_backup_eligibility(BackupPolicy policy, int backup) =>
        Registering.With(s => (s.Party, s.Flags) = (s.Party with { BackupPolicy = policy }, (byte)(s.Flags | backup))).ShouldBeRejectedFor(Rejection.BackupEligibilityNotAllowed);

    [Fact]
    public void N053_policy_does_not_take_its_backup_state() =>
        Registering.With(s => (s.Party, s.Flags) = (s.Party with { BackupPolicy = BackupPolicy.BackedUp }, (byte)(s.Flags | BE))).ShouldBeRejectedFor(Rejection.BackupStateNotAllowed);

    [Theory]
    [InlineData(BackupPolicy.Any, 0)]
    [InlineData(BackupPolicy.Any, BE)]
    [InlineData(BackupPolicy.Any, BE | BS)]
    [InlineData(BackupPolicy.DeviceBound, 0)]
    [InlineData(BackupPolicy.BackupEligible, BE)]
    [InlineData(BackupPolicy.BackupEligible, BE | BS)]
    [InlineData(BackupPolicy.BackedUp, BE | BS)]
    public void N053_but_not_when_policy_takes_them(BackupPolicy policy, int backup) =>
        Registering.With(s => (s.Party, s.Flags) = (s.Party with { BackupPolicy = policy }, (byte)(s.Flags | backup))).ShouldBeAccepted();
}

public sealed class A_credential_id_is_refused_when
{
    [Fact]
    public void N054_it_is_longer_than_1023_bytes() => Registering.With(s => s.CredentialId = new byte[1024]).ShouldBeRejectedFor(Rejection.CredentialIdTooLong);

    [Fact]
    public void N054_the_attested_one_alone_is_longer_than_1023_bytes() =>
        Registering.With(s => (s.CredentialId, s.Envelope) = (new byte[1024], c => (c["id"], c["rawId"]) = ("AAAA", "AAAA"))).ShouldBeRejectedFor(Rejection.CredentialIdTooLong);

    [Fact]
    public void N054_it_is_longer_than_1023_bytes_at_sign_in() => SigningIn.With(s => s.CredentialId = new byte[1024]).ShouldBeRejectedFor(Rejection.CredentialIdTooLong);

    [Fact]
    public void N054_it_is_empty()
    {
        Registering.With(s => s.CredentialId = []).ShouldBeRejectedFor(Rejection.MalformedCredential);
        Registering.With(s => (s.CredentialId, s.Envelope) = ([], c => (c["id"], c["rawId"]) = ("AAAA", "AAAA"))).ShouldBeRejectedFor(Rejection.CredentialIdTooLong);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(200)]
    [InlineData(1023)]
    [InlineData(65535)]
    public void N054_its_declared_length_goes_beyond_it(int length) => Registering.With(s => s.CredentialIdLength = (ushort)length).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);

    [Fact]
    public void N054_its_declared_length_falls_short_of_it() => Registering.With(s => s.CredentialIdLength = 31).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
}
