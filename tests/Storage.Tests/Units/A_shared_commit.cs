namespace Keystile.Storage.Tests;

/// <summary>What is SQLite's alone: one writer, and one commit for all who come meanwhile.</summary>
public sealed class A_shared_commit : Units
{
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
}
