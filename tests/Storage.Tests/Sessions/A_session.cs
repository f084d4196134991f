using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_session : Passkeys
{
    private static readonly DateTimeOffset s_idleEnd = Now.AddHours(2);
    private static readonly DateTimeOffset s_end = Now.AddDays(1);

    [Fact]
    public async Task is_found_by_its_token_and_its_id_with_its_account()
    {
        var alice = await AddUserAsync("alice");
        var passkey = await AddPasskeyAsync(alice);
        var (session, token, refresh) = NewSession(alice);
        session = session with { CredentialId = passkey.Id, Acr = "phr", UserAgent = "Chromium" };

        (await AddAsync(session, token, refresh)).ShouldBeTrue();

        SessionWithUser?[] found = [await FindAsync(session, token), await FindAsync(session.Id)];
        foreach (var one in found)
        {
            one!.User.ShouldBe(alice);
            one.Session.Amr.ShouldBe(["hwk", "user"]);
            (one.Session with { Amr = session.Amr }).ShouldBe(session);
        }
    }

    [Fact]
    public async Task is_not_found_by_another_token_in_another_app_or_once_it_ran_out()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var (session, token, _) = await OpenSessionAsync(await AddUserAsync("alice"));

        (await FindAsync(session, token)).ShouldNotBeNull();
        (await FindAsync(session, RandomNumberGenerator.GetBytes(32))).ShouldBeNull();
        (await Database.ReadAsync(tx => SessionStore.FindByTokenAsync(tx, "other", session.Id, token, Now), Stop)).ShouldBeNull();
        (await FindAsync(session, token, s_idleEnd.AddMilliseconds(-1))).ShouldNotBeNull();
        (await FindAsync(session, token, s_idleEnd)).ShouldBeNull();

        await Database.WriteAsync(tx => SessionStore.TouchAsync(tx, App, session.Id, s_idleEnd.AddMinutes(-1), s_end.AddDays(9)), Stop);
        (await FindAsync(session, token, s_end.AddMilliseconds(-1))).ShouldNotBeNull();
        (await FindAsync(session, token, s_end)).ShouldBeNull();
    }

    [Fact]
    public async Task that_begins_while_the_security_epoch_is_raised_is_waited_for_and_ends_with_the_others()
    {
        var (session, token, refresh) = NewSession(await AddUserAsync("alice"));
        var (spent, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var signIn = Database.WriteAsync(async tx =>
        {
            (await ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(16), SpentKind.Challenge, Now, epoch: 0)).ShouldBeTrue();
            spent.SetResult();
            await goOn.Task;
            return await SessionStore.TryAddAsync(tx, session, token, refresh);
        }, Stop);
        await spent.Task;

        var raise = Database.WriteAsync(tx => SecurityEpochStore.RaiseAsync(tx, Now), Stop);
        (await Task.WhenAny(raise, Task.Delay(300, Stop))).ShouldNotBe(raise);
        goOn.SetResult();
        (await signIn).ShouldBeTrue();
        await raise;

        (await FindAsync(session, token)).ShouldBeNull();
    }

    [Fact]
    public async Task is_not_found_while_its_account_or_app_is_locked()
    {
        var alice = await AddUserAsync("alice");
        var (session, token, refresh) = await OpenSessionAsync(alice);

        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, Now), Stop);
        (await FindAsync(session, token)).ShouldBeNull();
        (await RotateAsync(session, refresh, refresh)).ShouldBe(RefreshOutcome.Unknown);
        (await AddAsync(NewSession(alice).Session, RandomNumberGenerator.GetBytes(32), null)).ShouldBeFalse();
        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, null), Stop);
        (await FindAsync(session, token)).ShouldNotBeNull();

        await Database.WriteAsync(tx => AppStore.LockAsync(tx, App, Now), Stop);
        (await FindAsync(session, token)).ShouldBeNull();
        (await RotateAsync(session, refresh, refresh)).ShouldBe(RefreshOutcome.Unknown);
    }

    [Fact]
    public async Task ends_with_its_account_and_with_the_passkey_that_made_it()
    {
        var (alice, bob) = (await AddUserAsync("alice"), await AddUserAsync("bob"));
        var (made, other) = (await AddPasskeyAsync(alice), await AddPasskeyAsync(alice));
        var (byPasskey, _, _) = await OpenSessionAsync(alice, made.Id);
        var (byOther, _, _) = await OpenSessionAsync(alice, other.Id);
        var (byNone, _, _) = await OpenSessionAsync(alice);
        var (bobs, _, _) = await OpenSessionAsync(bob);

        await Database.WriteAsync(tx => CredentialStore.DeleteAsync(tx, App, alice.Id, made.Id, false), Stop);
        (await FindAsync(byPasskey.Id)).ShouldBeNull();
        (await FindAsync(byOther.Id)).ShouldNotBeNull();
        (await FindAsync(byNone.Id)).ShouldNotBeNull();

        (await Database.WriteAsync(tx => UserStore.DeleteAsync(tx, App, alice.Id), Stop)).ShouldBeTrue();
        (await FindAsync(byOther.Id)).ShouldBeNull();
        (await FindAsync(byNone.Id)).ShouldBeNull();
        (await FindAsync(other.Record.Id)).ShouldBeNull();
        (await FindAsync(bobs.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task is_ended_alone_or_with_all_others_of_its_account()
    {
        var (alice, bob) = (await AddUserAsync("alice"), await AddUserAsync("bob"));
        var (first, token, _) = await OpenSessionAsync(alice);
        var (second, _, _) = await OpenSessionAsync(alice);
        await OpenSessionAsync(alice);
        var (bobs, _, _) = await OpenSessionAsync(bob);

        (await Database.WriteAsync(tx => SessionStore.EndAsync(tx, App, bob.Id, first.Id), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => SessionStore.EndAsync(tx, App, alice.Id, first.Id), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => SessionStore.EndAsync(tx, App, first.Id), Stop)).ShouldBeFalse();
        (await FindAsync(first, token)).ShouldBeNull();
        (await Database.WriteAsync(tx => SessionStore.EndAllAsync(tx, App, alice.Id, except: second.Id), Stop)).ShouldBe(1);
        (await ListAsync(alice)).Single().Id.ShouldBe(second.Id);
        (await Database.WriteAsync(tx => SessionStore.EndAllAsync(tx, App, alice.Id), Stop)).ShouldBe(1);
        (await FindAsync(bobs.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task is_ended_with_the_others_that_a_provider_opened()
    {
        var (alice, bob) = (await AddUserAsync("alice"), await AddUserAsync("bob"));
        var (here, _, _) = await OpenSessionAsync(alice);
        var (elsewhere, _, _) = await OpenSessionAsync(alice);
        var (byPasskey, _, _) = await OpenSessionAsync(alice, (await AddPasskeyAsync(alice)).Id);
        var (bobs, _, _) = await OpenSessionAsync(bob);
        var recovery = NewSession(alice).Session with { Recovery = "code" };
        (await AddAsync(recovery, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32))).ShouldBeTrue();

        (await Database.WriteAsync(tx => SessionStore.EndOfProvidersAsync(tx, App, alice.Id, except: here.Id), Stop)).ShouldBe(1);

        (await FindAsync(elsewhere.Id)).ShouldBeNull();
        foreach (var kept in new[] { here, byPasskey, bobs, recovery }) (await FindAsync(kept.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task writes_its_use_down_at_most_once_a_minute()
    {
        var (session, token, _) = await OpenSessionAsync(await AddUserAsync("alice"));
        var (early, due) = (Now.AddSeconds(59), Now.AddSeconds(60));

        session.WantsTouch(early).ShouldBeFalse();
        (await TouchAsync(early)).ShouldBeFalse();
        session.WantsTouch(due).ShouldBeTrue();
        (await TouchAsync(due)).ShouldBeTrue();
        (await TouchAsync(due)).ShouldBeFalse();
        var touched = (await FindAsync(session, token, due))!.Session;
        (touched.LastSeenAt, touched.IdleExpiresAt).ShouldBe((due, due.AddHours(2)));
        (await TouchAsync(due.AddHours(2))).ShouldBeFalse();

        Task<bool> TouchAsync(DateTimeOffset now) => Database.WriteAsync(tx => SessionStore.TouchAsync(tx, App, session.Id, now, now.AddHours(2)), Stop);
    }

    [Fact]
    public async Task is_raised_by_a_step_up()
    {
        var (session, token, _) = await OpenSessionAsync(await AddUserAsync("alice"));
        var now = Now.AddMinutes(1);

        var next = RandomNumberGenerator.GetBytes(32);
        (await RaiseAsync(now, null)).ShouldBeTrue();
        (await FindAsync(session, token)).ShouldNotBeNull();
        (await RaiseAsync(now, next)).ShouldBeTrue();
        (await RaiseAsync(s_idleEnd, token)).ShouldBeFalse();

        (await FindAsync(session, token)).ShouldBeNull();
        var raised = (await FindAsync(session, next))!.Session;
        (raised.AuthTime, raised.StepUpUntil, raised.StepUpPurpose).ShouldBe((now, now.AddMinutes(5), "delete-passkey"));
        raised.Amr.ShouldBe(["hwk", "user", "mfa"]);
        raised.Acr.ShouldBe("phr");

        async Task<bool> RaiseAsync(DateTimeOffset at, byte[]? tokenHash)
        {
            var row = session with { AuthTime = at, StepUpUntil = at.AddMinutes(5), StepUpPurpose = "delete-passkey", Amr = ["hwk", "user", "mfa"], Acr = "phr" };
            return await Database.TryWriteAsync([SessionStore.ToRaise(row, tokenHash is null ? (ReadOnlyMemory<byte>?)null : tokenHash)], Stop) is null;
        }
    }

    [Fact]
    public async Task has_its_refresh_token_rotated_and_ends_when_an_old_one_comes_back()
    {
        var (session, _, first) = await OpenSessionAsync(await AddUserAsync("alice"));
        var (second, third) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));

        (await RotateAsync(session with { Id = Guid.CreateVersion7(Now) }, first, second)).ShouldBe(RefreshOutcome.Unknown);
        (await RotateAsync(session, first, second)).ShouldBe(RefreshOutcome.Rotated);
        (await RotateAsync(session, second, third)).ShouldBe(RefreshOutcome.Rotated);
        (await FindAsync(session.Id)).ShouldNotBeNull();
        (await RotateAsync(session, first, second)).ShouldBe(RefreshOutcome.Reused);
        (await RotateAsync(session, third, second)).ShouldBe(RefreshOutcome.Unknown);
        (await FindAsync(session.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task gives_one_of_200_at_the_same_time_the_new_refresh_token_and_is_dead_then()
    {
        var (session, _, refresh) = await OpenSessionAsync(await AddUserAsync("alice"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => RotateAsync(session, refresh, RandomNumberGenerator.GetBytes(32))));

        outcomes.Count(outcome => outcome == RefreshOutcome.Rotated).ShouldBe(1);
        outcomes.Count(outcome => outcome == RefreshOutcome.Reused).ShouldBe(1);
        (await FindAsync(session.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task is_purged_when_it_ran_out()
    {
        var (session, _, _) = await OpenSessionAsync(await AddUserAsync("alice"));

        (await Database.WriteAsync(tx => SessionStore.PurgeAsync(tx, s_end.AddMilliseconds(-1)), Stop)).ShouldBe(0);
        (await FindAsync(session.Id)).ShouldNotBeNull();
        (await Database.WriteAsync(tx => SessionStore.PurgeAsync(tx, s_end), Stop)).ShouldBe(1);
        (await FindAsync(session.Id)).ShouldBeNull();
    }

    private static (SessionRow Session, byte[] Token, byte[] Refresh) NewSession(UserRow user, Guid? credential = null) => (new()
    {
        Id = Guid.CreateVersion7(Now),
        AppId = user.AppId,
        UserId = user.Id,
        CredentialId = credential,
        Amr = ["hwk", "user"],
        AuthTime = Now,
        CreatedAt = Now,
        LastSeenAt = Now,
        ExpiresAt = s_end,
        IdleExpiresAt = s_idleEnd,
    }, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));

    private async Task<(SessionRow Session, byte[] Token, byte[] Refresh)> OpenSessionAsync(UserRow user, Guid? credential = null)
    {
        var made = NewSession(user, credential);
        (await AddAsync(made.Session, made.Token, made.Refresh)).ShouldBeTrue();
        return made;
    }

    private Task<bool> AddAsync(SessionRow session, byte[] token, byte[]? refresh) =>
        Database.WriteAsync(tx => SessionStore.TryAddAsync(tx, session, token, refresh is null ? null : refresh.AsMemory()), Stop);

    private async Task<SessionWithUser?> FindAsync(SessionRow session, byte[] token, DateTimeOffset? now = null) =>
        await Database.ReadAsync(tx => SessionStore.FindByTokenAsync(tx, App, session.Id, token, now ?? Now), Stop);

    private async Task<SessionWithUser?> FindAsync(Guid id) => await Database.ReadAsync(tx => SessionStore.FindAsync(tx, App, id, Now), Stop);

    private async Task<IReadOnlyList<SessionRow>> ListAsync(UserRow user) => await Database.ReadAsync(tx => SessionStore.ListAsync(tx, App, user.Id, Now), Stop);

    private Task<RefreshOutcome> RotateAsync(SessionRow session, byte[] presented, byte[] next) =>
        Database.WriteAsync(tx => SessionStore.RotateRefreshAsync(tx, App, session.Id, presented, next, Now, s_idleEnd), Stop);
}
