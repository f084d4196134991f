using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_group : A_series, IOnPostgres
{
    [Fact]
    public async Task shares_a_commit()
    {
        var before = Database.Written;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => Database.TryWriteAsync([Spend(RandomNumberGenerator.GetBytes(16)), Event("shared")], Stop))));

        var (units, commits) = (Database.Written.Units - before.Units, Database.Written.Commits - before.Commits);
        units.ShouldBe(500);
        commits.ShouldBeLessThan(250);
    }

    [Fact]
    public async Task is_not_held_up_by_a_row_that_another_holds()
    {
        var (held, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE apps SET name = 'held' WHERE id = $1", App);
            begun.SetResult();
            await held.Task;
            return 0;
        }, Stop);
        await begun.Task;

        var stuck = Database.TryWriteAsync([new Step("UPDATE apps SET name = 'stuck' WHERE id = $1", App)], Stop);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Database.TryWriteAsync([Event("past")], Stop))));
        (stuck.IsCompleted, others.All(step => step is null)).ShouldBe((false, true));

        held.SetResult();
        await holder;
        (await stuck).ShouldBeNull();
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.AfterTheCommit)]
    public async Task whose_connection_is_lost_in_its_commit_is_stored_once(Cut cut)
    {
        await using var line = new CutLine((await SharedPostgres.Server).Port);
        await using var database = await Database.OpenAsync((await SharedPostgres.Server).Address(new Uri(Url).AbsolutePath[1..], line.Port), TimeProvider.System, Stop);
        await database.TryWriteAsync([Event("before")], Stop);

        line.CutAt(cut);
        var series = Enumerable.Range(0, 10).Select(_ => RandomNumberGenerator.GetBytes(16)).ToArray();
        var outcomes = await Task.WhenAll(series.Select(jti => database.TryWriteAsync([Spend(jti), Event("cut")], Stop)));

        outcomes.ShouldAllBe(step => step == null);
        (await CountAsync("cut")).ShouldBe(10);
        foreach (var jti in series) (await Database.TryWriteAsync([Spend(jti)], Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task whose_commit_is_lost_and_spent_nothing_is_never_told_as_stored()
    {
        await using var line = new CutLine((await SharedPostgres.Server).Port);
        await using var database = await Database.OpenAsync((await SharedPostgres.Server).Address(new Uri(Url).AbsolutePath[1..], line.Port), TimeProvider.System, Stop);

        line.CutAt(Cut.AfterTheCommit);
        await Should.ThrowAsync<DatabaseUnavailableException>(() => database.TryWriteAsync([Event("unknown")], Stop));
    }

    [Fact]
    public async Task of_look_ups_does_not_notice_that_its_connection_was_ended()
    {
        await Database.LookUpAsync(tx => AppStore.FindAsync(tx, App));
        await Database.TryWriteAsync([Event("before")], Stop);
        await (await SharedPostgres.Server).ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new Uri(Url).AbsolutePath[1..]}'");

        (await Database.LookUpAsync(tx => AppStore.FindAsync(tx, App))).ShouldNotBeNull();
        (await Database.TryWriteAsync([Event("after")], Stop)).ShouldBeNull();
    }
}
