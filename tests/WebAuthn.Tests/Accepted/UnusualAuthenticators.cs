using System.Security.Cryptography;
using Keystile.Authenticator;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.WebAuthn.Tests.Accepted;

public sealed class Authenticator_data_is_accepted_when
{
    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 1u)]
    [InlineData(1u, 4_000_000u)]
    [InlineData(7u, uint.MaxValue)]
    [InlineData(uint.MaxValue - 1, uint.MaxValue)]
    public void V07_its_counter_stays_zero_or_leaps(uint stored, uint answered)
    {
        var accepted = SigningIn.With(s => (s.Record, s.SignCount) = (s.Record! with { SignCount = stored }, answered)).ShouldBeAccepted();
        (accepted.SignCount, accepted.SignCountRegressed).ShouldBe((answered, false));
        Registering.With(s => s.SignCount = answered).ShouldBeAccepted().Record.SignCount.ShouldBe(answered);
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(16)]
    [InlineData(1)]
    public void V09_its_credential_id_is_long_or_short(int length)
    {
        var id = RandomNumberGenerator.GetBytes(length);
        Registering.With(s => s.CredentialId = id).ShouldBeAccepted().Record.Id.ToArray().ShouldBe(id);
        SigningIn.With(s => (s.CredentialId, s.Record) = (id, s.Record! with { Id = CredentialId.TryCreate(id)! })).ShouldBeAccepted();
    }

    [Theory]
    [InlineData(UP | AT)]
    [InlineData(UP | UV | AT)]
    [InlineData(AT)]
    [InlineData(UV | AT)]
    public void V13_it_was_created_conditionally(byte flags) => Registering.With(s => (s.Flags, s.Begun) = (flags, s.Begun with { Conditional = true })).ShouldBeAccepted();

    [Fact]
    public void V14_its_backup_comes_and_goes()
    {
        foreach (var (stored, now) in (ReadOnlySpan<(bool, bool)>)[(false, false), (false, true), (true, true), (true, false)])
        {
            SigningIn.With(s =>
            {
                s.Record = s.Record! with { BackupEligible = true, BackupState = stored };
                s.Flags = (byte)(UP | BE | (now ? BS : 0));
            }).ShouldBeAccepted().BackupState.ShouldBe(now);
        }
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("fbfc3007154e4ecc8c0b6e020557d7bd")]
    public void V15_its_AAGUID_is_zero_or_not_though_nothing_is_attested(string aaguid) =>
        Registering.With(s => s.Aaguid = Convert.FromHexString(aaguid)).ShouldBeAccepted().Aaguid.ToArray().ShouldBe(Convert.FromHexString(aaguid));

    [Fact]
    public void V21_it_carries_extension_outputs_that_nobody_knows() =>
        Both.With(s => s.Extensions = new() { { "xyz", new LooseMap { { "a", (object[])[1, 2] } } }, { "hmac-secret", new byte[64] }, { "example.extension", "new" } }).ShouldBeAccepted();

    [Theory]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(34)]
    public void V32_its_reserved_flags_are_set(byte reserved)
    {
        Both.With(s => s.Flags |= reserved).ShouldBeAccepted();
        ((byte)Registering.With(s => s.Flags |= reserved).ShouldBeAccepted().Flags & reserved).ShouldBe(reserved);
        ((byte)SigningIn.With(s => s.Flags |= reserved).ShouldBeAccepted().Flags & reserved).ShouldBe(reserved);
    }

    [Theory]
    [InlineData(UserVerification.Preferred)]
    [InlineData(UserVerification.Discouraged)]
    public void V38_the_user_was_verified_or_not_as_nobody_insisted(UserVerification asked)
    {
        Both.With(_ => { }).Asking(asked).ShouldBeAccepted();
        Both.With(s => s.Flags = (byte)(s.Flags & ~UV)).Asking(asked).ShouldBeAccepted();
        SigningIn.Plainly().ShouldBeAccepted().UserVerified.ShouldBeTrue();
        SigningIn.With(s => s.Flags = UP).ShouldBeAccepted().UserVerified.ShouldBeFalse();
    }

    [Fact]
    public void V33_its_attestation_object_is_in_another_order() => Registering.With(s => s.AttestationObjectMembers = o => o.Reverse()).ShouldBeAccepted();

    [Theory]
    [InlineData(SignCountPolicy.Flag, false)]
    [InlineData(SignCountPolicy.Flag, true)]
    [InlineData(SignCountPolicy.RejectDeviceBound, true)]
    public void V37_its_counter_did_not_grow_and_policy_only_flags_that(SignCountPolicy policy, bool synced)
    {
        var accepted = SigningIn.With(s =>
        {
            s.Party = s.Party with { SignCountPolicy = policy };
            s.Record = s.Record! with { BackupEligible = synced };
            (s.Flags, s.SignCount) = ((byte)(UP | UV | (synced ? BE : 0)), 3);
        }).ShouldBeAccepted();
        (accepted.SignCountRegressed, accepted.SignCount).ShouldBe((true, 3u));
    }

    [Fact]
    public void V31_it_is_a_U2F_era_key_s_under_the_AppID_that_was_asked_for()
    {
        var accepted = SigningIn.With(s =>
        {
            s.Begun = s.Begun with { Extensions = new() { AppId = "https://example.org/appid.json" } };
            s.RpIdHash = SHA256.HashData("https://example.org/appid.json"u8);
            s.ClientExtensionResults = new() { ["appid"] = true };
            s.Flags = UP;
        }).ShouldBeAccepted();
        accepted.Extensions.AppIdUsed.ShouldBe(true);
    }

    [Fact]
    public void V31_the_AppID_was_asked_for_and_the_key_is_a_new_one_all_the_same() =>
        SigningIn.With(s => (s.Begun, s.ClientExtensionResults) = (s.Begun with { Extensions = new() { AppId = "https://example.org/appid.json" } }, new() { ["appid"] = false })).ShouldBeAccepted();
}
