using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_lost_connection : Store, IOnPostgres
{
    private readonly byte[] _jti = RandomNumberGenerator.GetBytes(16);

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.AfterTheCommit)]
    public async Task during_a_commit_is_answered_by_what_became_of_the_token(Cut cut)
    {
        await using var line = new CutLine((await SharedPostgres.Server).Port);
        await using var database = await OpenThroughAsync(line);
        (await SpendAsync(database, RandomNumberGenerator.GetBytes(16))).ShouldBeTrue();

        line.CutAt(cut);
        if (cut == Cut.AfterTheCommit) (await SpendAsync(database, _jti)).ShouldBeTrue();
        else await Should.ThrowAsync<DatabaseUnavailableException>(() => SpendAsync(database, _jti));

        (await SpendAsync(database, _jti)).ShouldBe(cut == Cut.BeforeTheCommit);
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.AfterTheCommit)]
    public async Task during_a_commit_of_what_spent_no_token_is_never_told_as_done(Cut cut)
    {
        await using var line = new CutLine((await SharedPostgres.Server).Port);
        await using var database = await OpenThroughAsync(line);

        line.CutAt(cut);
        await Should.ThrowAsync<DatabaseUnavailableException>(() => database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("shop")), Stop));

        (await database.ReadAsync(tx => AppStore.FindAsync(tx, "shop"), Stop) is not null).ShouldBe(cut == Cut.AfterTheCommit);
    }

    [Fact]
    public async Task between_two_units_is_not_noticed()
    {
        await SpendAsync(Database, RandomNumberGenerator.GetBytes(16));
        await Database.ReadAsync(tx => AppStore.FindAsync(tx, App), Stop);
        await (await SharedPostgres.Server).ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new Uri(Url).AbsolutePath[1..]}'");

        (await SpendAsync(Database, _jti)).ShouldBeTrue();
        (await Database.ReadAsync(tx => AppStore.FindAsync(tx, App), Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task of_a_row_that_another_holds_is_no_wait_without_end()
    {
        var held = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var holder = Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE apps SET name = 'held' WHERE id = $1", App);
            begun.SetResult();
            await held.Task;
            return 0;
        }, Stop);
        await begun.Task;

        await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.WriteAsync(tx => AppStore.LockAsync(tx, App, Now), Stop));

        held.SetResult();
        await holder;
        (await Database.WriteAsync(tx => AppStore.LockAsync(tx, App, Now), Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task has_its_time_limits_on_the_servers_side()
    {
        foreach (var (name, value) in new[] { ("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s"), ("transaction_isolation", "read committed") })
            (await Database.WriteAsync(tx => tx.FindAsync("SELECT current_setting($1)", static row => row.Text(0), name), Stop)).ShouldBe(value, name);
    }

    private static Task<bool> SpendAsync(Database database, byte[] jti) =>
        database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, Now, epoch: 0), Stop);

    private async Task<Database> OpenThroughAsync(CutLine line) =>
        await Database.OpenAsync((await SharedPostgres.Server).Address(new Uri(Url).AbsolutePath[1..], line.Port), TimeProvider.System, Stop);
}
