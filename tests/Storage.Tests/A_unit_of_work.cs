using System.Data.Common;
using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_unit_of_work : Store
{
    [Fact]
    public async Task that_rolls_back_undoes_itself_alone_in_a_shared_commit_and_still_answers()
    {
        var held = await HeldWriter.OfAsync(Database);
        var before = SpendAsync(out var first);
        var undone = Database.WriteAsync(async tx =>
        {
            await UserStore.TryAddAsync(tx, NewUser("alice"));
            tx.RollBack();
            return "refused";
        }, Stop);
        var after = SpendAsync(out var second);
        await held.ReleaseAsync();

        (await undone).ShouldBe("refused");
        (await before, await after).ShouldBe((true, true));
        (await IsSpentAsync(first), await IsSpentAsync(second), await HasAsync("alice")).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task that_throws_undoes_itself_alone_and_its_caller_alone_hears_of_it()
    {
        var held = await HeldWriter.OfAsync(Database);
        var before = SpendAsync(out var first);
        var thrown = Database.WriteAsync<int>(async tx =>
        {
            await UserStore.TryAddAsync(tx, NewUser("alice"));
            throw new InvalidDataException("a bug");
        }, Stop);
        var faulty = Database.WriteAsync(tx => tx.ExecuteAsync("INSERT INTO spent VALUES (NULL, NULL, NULL)"), Stop);
        var after = SpendAsync(out var second);
        await held.ReleaseAsync();

        (await Should.ThrowAsync<InvalidDataException>(thrown)).Message.ShouldBe("a bug");
        await Should.ThrowAsync<DbException>(faulty);
        (await before, await after).ShouldBe((true, true));
        (await IsSpentAsync(first), await IsSpentAsync(second), await HasAsync("alice")).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task shares_its_commit_with_those_that_came_meanwhile()
    {
        var before = Database.Written;
        var held = await HeldWriter.OfAsync(Database);
        var units = Enumerable.Range(0, 100).Select(_ => SpendAsync(out var _)).ToArray();
        await held.ReleaseAsync();
        await Task.WhenAll(units);

        var written = Database.Written;
        (written.Units - before.Units).ShouldBe(101);
        (written.Commits - before.Commits).ShouldBe(1);
    }

    [Fact]
    public async Task shares_its_commit_under_load()
    {
        var before = Database.Written;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++) (await SpendAsync(out var _)).ShouldBeTrue();
        })));

        var written = Database.Written;
        (written.Units - before.Units).ShouldBe(64 * 20);
        (written.Commits - before.Commits).ShouldBeLessThan(64 * 20);
    }

    [Fact]
    public async Task is_not_answered_before_the_commit_that_it_shares()
    {
        var held = await HeldWriter.OfAsync(Database);
        var answered = SpendAsync(out var jti);
        var next = HeldWriter.Queue(Database);
        _ = held.ReleaseAsync();
        await next.Begun;

        answered.IsCompleted.ShouldBeFalse();
        (await IsSpentAsync(jti)).ShouldBeFalse();
        await next.ReleaseAsync();
        (await answered).ShouldBeTrue();
        (await IsSpentAsync(jti)).ShouldBeTrue();
    }

    [Fact]
    public async Task is_answered_away_from_the_writer()
    {
        for (var i = 0; i < 20; i++)
        {
            await SpendAsync(out var _);
            Thread.CurrentThread.Name.ShouldNotBe("keystile writer");
        }
    }

    [Fact]
    public async Task cannot_wait_for_another()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync(async tx => await SpendAsync(out var _), Stop));
        (await SpendAsync(out var _)).ShouldBeTrue();
    }

    [Fact]
    public async Task is_over_when_its_work_returned()
    {
        Transaction? kept = null;
        await Database.WriteAsync(tx => new ValueTask<Transaction>(kept = tx), Stop);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await AppStore.FindAsync(kept!, App));
        await Database.ReadAsync(tx => new ValueTask<Transaction>(kept = tx), Stop);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await AppStore.FindAsync(kept!, App));
    }

    [Fact]
    public async Task that_is_given_up_before_it_begins_does_not_run()
    {
        using var patience = new CancellationTokenSource();
        var held = await HeldWriter.OfAsync(Database);
        var given = Database.WriteAsync(tx => UserStore.TryAddAsync(tx, NewUser("alice")), patience.Token);
        await patience.CancelAsync();
        await held.ReleaseAsync();

        await Should.ThrowAsync<OperationCanceledException>(given);
        (await HasAsync("alice")).ShouldBeFalse();
    }

    [Fact]
    public async Task that_reads_waits_for_no_writer_and_sees_nothing_uncommitted()
    {
        await AddUserAsync("alice");
        var held = await HeldWriter.OfAsync(Database);
        var carol = Database.WriteAsync(tx => UserStore.TryAddAsync(tx, NewUser("carol")), Stop);
        var next = HeldWriter.Queue(Database);
        _ = held.ReleaseAsync();
        await next.Begun;

        (await HasAsync("alice"), await HasAsync("carol")).ShouldBe((true, false));
        await next.ReleaseAsync();
        await carol;
        (await HasAsync("carol")).ShouldBeTrue();
    }

    [Fact]
    public async Task that_reads_cannot_write() =>
        await Should.ThrowAsync<DbException>(async () => await Database.ReadAsync(tx => tx.ExecuteAsync("DELETE FROM apps"), Stop));

    private Task<bool> SpendAsync(out byte[] jti)
    {
        var bytes = jti = RandomNumberGenerator.GetBytes(16);
        return Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, bytes, SpentKind.Challenge, Now), Stop);
    }

    private async Task<bool> IsSpentAsync(byte[] jti) =>
        await Database.ReadAsync(tx => tx.FindAsync("SELECT jti FROM spent WHERE jti = $1", static row => row.Bytes(0), jti), Stop) is not null;

    private async Task<bool> HasAsync(string username) =>
        await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate(username)!), Stop) is not null;
}
