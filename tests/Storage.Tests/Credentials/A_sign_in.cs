using System.Security.Cryptography;
using Keystile.Authenticator;
using Keystile.WebAuthn;

namespace Keystile.Storage.Tests;

public class A_sign_in : Passkeys
{
    [Fact]
    public async Task is_written_down_with_its_count_time_and_place()
    {
        var passkey = await AddPasskeyAsync(await AddUserAsync("alice"));

        (await TryAdvanceAsync(SignIn(passkey.Record, signCount: 7))).ShouldBeTrue();

        var after = (await FindAsync(passkey.Record.Id))!.Credential;
        (after.Record.SignCount, after.LastUsedAt, after.LastUsedFrom).ShouldBe((7u, Now.AddHours(1), "Firefox on Linux"));
    }

    [Fact]
    public async Task N091_never_lowers_the_count_though_200_come_at_once_in_any_order()
    {
        var passkey = await AddPasskeyAsync(await AddUserAsync("alice"));
        var signIns = Enumerable.Range(1, 200).Select(count => SignIn(passkey.Record, signCount: (uint)count)).ToArray();
        RandomNumberGenerator.Shuffle<VerifiedAuthentication>(signIns);

        var passed = new List<uint>();
        await Task.WhenAll(signIns.Select(signIn => Database.WriteAsync(async tx =>
        {
            var advanced = await CredentialStore.TryAdvanceAsync(tx, App, Rp, signIn, false, Now, null);
            // The row is this unit's until it ends: each that passed counted more than all that passed before it.
            if (advanced) lock (passed) passed.Add(signIn.SignCount);
            return advanced;
        }, Stop)));

        passed.ShouldBe(passed.Order());
        passed.ShouldBeUnique();
        (await FindAsync(passkey.Record.Id))!.Credential.Record.SignCount.ShouldBe(200u);
    }

    [Fact]
    public async Task with_a_count_that_somebody_else_reached_meanwhile_is_refused()
    {
        var passkey = await AddPasskeyAsync(await AddUserAsync("alice"));
        var (first, clone) = (SignIn(passkey.Record, signCount: 5), SignIn(passkey.Record, signCount: 5));

        (await TryAdvanceAsync(first)).ShouldBeTrue();
        (await TryAdvanceAsync(clone)).ShouldBeFalse();
    }

    [Fact]
    public async Task without_a_counter_passes_every_time()
    {
        var passkey = await AddPasskeyAsync(await AddUserAsync("alice"));

        (await TryAdvanceAsync(SignIn(passkey.Record, signCount: 0))).ShouldBeTrue();
        (await TryAdvanceAsync(SignIn(passkey.Record, signCount: 0))).ShouldBeTrue();
    }

    [Fact]
    public async Task whose_counter_fell_passes_where_the_policy_flags_and_does_not_lower_it()
    {
        var synced = new SoftwareAuthenticator { Synced = true };
        var alice = await AddUserAsync("alice");
        var registration = Register(alice, on: synced);
        await TryAddAsync(alice, registration);
        await TryAdvanceAsync(SignIn(registration.Record, synced, signCount: 9));
        var record = (await FindAsync(registration.Record.Id))!.Credential.Record;

        var regressed = SignIn(record, synced, signCount: 4);
        regressed.SignCountRegressed.ShouldBeTrue();

        (await TryAdvanceAsync(regressed)).ShouldBeTrue();
        (await FindAsync(record.Id))!.Credential.Record.SignCount.ShouldBe(9u);
    }

    [Fact]
    public async Task initialises_user_verification_only_where_the_server_says_so_and_never_takes_it_back()
    {
        var alice = await AddUserAsync("alice");
        var registration = Register(alice, without: CeremonyScenario.UV);
        await TryAddAsync(alice, registration);
        var record = registration.Record;

        await TryAdvanceAsync(SignIn(record, without: CeremonyScenario.UV), initializeUserVerification: true);
        (await InitialisedAsync()).ShouldBeFalse();
        await TryAdvanceAsync(SignIn(record), initializeUserVerification: false);
        (await InitialisedAsync()).ShouldBeFalse();
        await TryAdvanceAsync(SignIn(record), initializeUserVerification: true);
        (await InitialisedAsync()).ShouldBeTrue();
        await TryAdvanceAsync(SignIn(record, without: CeremonyScenario.UV), initializeUserVerification: true);
        (await InitialisedAsync()).ShouldBeTrue();

        async Task<bool> InitialisedAsync() => (await FindAsync(record.Id))!.Credential.Record.UserVerificationInitialized;
    }

    [Fact]
    public async Task tells_whether_the_passkey_is_backed_up_now()
    {
        var synced = new SoftwareAuthenticator { Synced = true };
        var alice = await AddUserAsync("alice");
        var registration = Register(alice, on: synced);
        await TryAddAsync(alice, registration);
        (await FindAsync(registration.Record.Id))!.Credential.Record.BackupState.ShouldBeTrue();

        await TryAdvanceAsync(SignIn(registration.Record, synced, without: CeremonyScenario.BS));

        var record = (await FindAsync(registration.Record.Id))!.Credential.Record;
        (record.BackupEligible, record.BackupState).ShouldBe((true, false));
    }

    [Fact]
    public async Task is_refused_once_the_account_the_app_or_the_passkey_is_locked()
    {
        var alice = await AddUserAsync("alice");
        var passkey = await AddPasskeyAsync(alice);

        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, Now), Stop);
        (await TryAdvanceAsync(SignIn(passkey.Record))).ShouldBeFalse();
        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, null), Stop);
        (await TryAdvanceAsync(SignIn(passkey.Record))).ShouldBeTrue();

        await Database.WriteAsync(tx => AppStore.LockAsync(tx, App, Now), Stop);
        (await TryAdvanceAsync(SignIn(passkey.Record))).ShouldBeFalse();
        await Database.WriteAsync(tx => AppStore.LockAsync(tx, App, null), Stop);
        (await TryAdvanceAsync(SignIn(passkey.Record))).ShouldBeTrue();

        await Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE webauthn_credentials SET disabled_at = 1 WHERE app_id = $1", App), Stop);
        (await TryAdvanceAsync(SignIn(passkey.Record))).ShouldBeFalse();
    }
}
