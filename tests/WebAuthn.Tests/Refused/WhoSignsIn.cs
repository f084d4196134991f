using System.Text.Json.Nodes;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_sign_in_is_refused_when
{
    [Fact]
    public void N081_its_credential_is_not_in_the_issued_list() =>
        SigningIn.With(s => s.Begun = s.Begun with { AllowList = AllowList.Of([Id(1), Id(2)]) }).ShouldBeRejectedFor(Rejection.CredentialNotAllowed);

    [Fact]
    public void N081_but_not_when_it_is_in_the_list() =>
        SigningIn.With(s => s.Begun = s.Begun with { AllowList = AllowList.Of([Id(1), s.Record!.Id, Id(2)]) }).ShouldBeAccepted();

    [Fact]
    public void N082_someone_else_was_identified_first() =>
        SigningIn.With(s => (s.Begun, s.UserHandle) = (s.Begun with { UserHandle = UserHandle.NewRandom() }, null)).ShouldBeRejectedFor(Rejection.UserHandleMismatch);

    [Fact]
    public void N082_someone_else_was_identified_first_and_it_says_so_itself()
    {
        var mallory = UserHandle.NewRandom();
        SigningIn.With(s => (s.Begun, s.UserHandle) = (s.Begun with { UserHandle = mallory }, mallory.ToArray())).ShouldBeRejectedFor(Rejection.UserHandleMismatch);
    }

    [Fact]
    public void N083_its_user_handle_is_not_the_owner_s() => SigningIn.With(s => s.UserHandle = new byte[32]).ShouldBeRejectedFor(Rejection.UserHandleMismatch);

    [Fact]
    public void N083_its_user_handle_is_not_that_of_the_owner_who_was_identified_first() =>
        SigningIn.With(s => (s.Begun, s.UserHandle) = (s.Begun with { UserHandle = s.Record!.UserHandle }, new byte[32])).ShouldBeRejectedFor(Rejection.UserHandleMismatch);

    [Fact]
    public void N083_its_user_handle_is_only_the_beginning_of_the_owner_s() => SigningIn.With(s => s.UserHandle = s.UserHandle![..31]).ShouldBeRejectedFor(Rejection.UserHandleMismatch);

    [Fact]
    public void N084_nobody_was_identified_first_and_it_has_no_user_handle() => SigningIn.With(s => s.UserHandle = null).ShouldBeRejectedFor(Rejection.UserHandleMissing);

    [Fact]
    public void N084_but_not_when_the_ceremony_allows_that()
    {
        SigningIn.With(s => (s.Begun, s.UserHandle) = (s.Begun with { AllowMissingUserHandle = true }, null)).ShouldBeAccepted();
        SigningIn.With(s => (s.Begun, s.UserHandle) = (s.Begun with { AllowMissingUserHandle = true }, new byte[32])).ShouldBeRejectedFor(Rejection.UserHandleMismatch);
        SigningIn.With(s => (s.Begun, s.UserHandle, s.Record) = (s.Begun with { AllowMissingUserHandle = true }, null, null)).ShouldBeRejectedFor(Rejection.UnknownCredential);
    }

    [Fact]
    public void N085_its_user_handle_is_empty_and_nobody_was_identified_first() => SigningIn.With(s => s.UserHandle = []).ShouldBeRejectedFor(Rejection.UserHandleMissing);

    [Theory]
    [InlineData(65)]
    [InlineData(1024)]
    public void N085_its_user_handle_is_longer_than_64_bytes(int length)
    {
        SigningIn.With(s => s.UserHandle = new byte[length]).ShouldBeRejectedFor(Rejection.MalformedCredential);
        UserHandle.TryCreate(new byte[length]).ShouldBeNull();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"AA==\"")]
    [InlineData("\"A\"")]
    public void N085_its_user_handle_is_no_base64url(string handle) => SigningIn.With(s => s.ResponseMembers = r => r["userHandle"] = JsonNode.Parse(handle)).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void N086_nobody_has_its_credential() => SigningIn.With(s => s.Record = null).ShouldBeRejectedFor(Rejection.UnknownCredential);

    [Fact]
    public void N086_the_record_is_that_of_another_credential() => SigningIn.With(s => s.Record = s.Record! with { Id = Id(1) }).ShouldBeRejectedFor(Rejection.UnknownCredential);

    [Theory]
    [InlineData(7u, 7u)]
    [InlineData(7u, 6u)]
    [InlineData(7u, 0u)]
    [InlineData(uint.MaxValue, 0u)]
    [InlineData(uint.MaxValue, 1u)]
    public void N088_its_counter_did_not_grow(uint stored, uint answered)
    {
        var signingIn = SigningIn.With(s => (s.Record, s.SignCount) = (s.Record! with { SignCount = stored }, answered));
        signingIn.ShouldBeRejectedFor(Rejection.SignCountNotIncreased);
        signingIn.Party = signingIn.Party with { SignCountPolicy = SignCountPolicy.Reject };
        signingIn.ShouldBeRejectedFor(Rejection.SignCountNotIncreased);
    }

    [Fact]
    public void N088_the_counter_of_a_synced_passkey_did_not_grow_and_policy_rejects_that_too()
    {
        var signingIn = Synced(signCount: 7);
        signingIn.ShouldBeAccepted().SignCountRegressed.ShouldBeTrue();
        signingIn.Party = signingIn.Party with { SignCountPolicy = SignCountPolicy.Reject };
        signingIn.ShouldBeRejectedFor(Rejection.SignCountNotIncreased);
    }

    [Fact]
    public void N088_a_device_bound_passkey_s_counter_did_not_grow_though_it_claims_to_be_synced_now() =>
        SigningIn.With(s =>
        {
            s.Party = s.Party with { BackupEligibilityPolicy = BackupEligibilityPolicy.Adopt };
            (s.SignCount, s.Flags) = (7, UP | UV | BE | BS);
        }).ShouldBeRejectedFor(Rejection.SignCountNotIncreased);

    [Fact]
    public void N089_its_signature_is_wrong_whatever_its_counter_says_and_then_nothing_is_told_to_the_record()
    {
        foreach (var counter in (uint[])[0, 7, 8, uint.MaxValue])
        {
            var verdict = SigningIn.With(s => (s.SignCount, s.SignatureSent) = (counter, signature => [.. signature, 0])).Complete();
            verdict.Rejection.ShouldBe(Rejection.SignatureInvalid);
            verdict.Value.ShouldBeNull();
        }
    }

    private static SigningIn Synced(uint signCount) => SigningIn.With(s =>
    {
        s.Record = s.Record! with { BackupEligible = true, BackupState = true };
        (s.Flags, s.SignCount) = (UP | UV | BE | BS, signCount);
    });

    private static CredentialId Id(byte value) => CredentialId.TryCreate([value])!;
}
