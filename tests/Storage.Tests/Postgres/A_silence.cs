using System.Diagnostics;
using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

/// <summary>PostgreSQL says nothing more and hangs up on nobody: a machine that is frozen, or a network that drops every packet.</summary>
public sealed class A_silence
{
    // By each way to the database more than it has connections, so that most must wait for one.
    private const int AtOnce = 6 * PostgresConnections.Most;

    // Generous, as this machine may be busy: the time limits of a connection add up to 13 s.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(18);

    [Fact]
    public async Task is_told_to_all_who_wait_before_long_and_over_without_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        await using var database = await Database.OpenAsync(await server.NewDatabaseAsync(), TimeProvider.System, stop);
        Func<Task>[] ways =
        [
            () => database.WriteAsync(writing => writing.TryAsync(NewToken()), stop),
            () => database.TryWriteAsync([NewToken()], stop),
            () => database.ReadAsync(SecurityEpochStore.FindAsync, stop).AsTask(),
            () => database.LookUpAsync(SecurityEpochStore.FindAsync).AsTask(),
        ];
        await Task.WhenAll(Enumerable.Range(0, AtOnce).SelectMany(_ => ways.Select(way => way())));
        (await server.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'keystile'")).ShouldBeOfType<long>()
            .ShouldBeInRange(2 * PostgresConnections.Most, PostgresDialect.MostConnections);

        await using (await server.SilenceAsync())
        {
            var waits = Task.WhenAll(Enumerable.Range(0, AtOnce).SelectMany(_ => ways.Select(WaitAsync)));
            (await AreThreadsSpareAsync(true)).ShouldBeTrue();
            (await waits).Max().ShouldBeLessThan(s_bound);
        }

        await Task.WhenAll(ways.Select(way => way()));
        (await AreThreadsSpareAsync(false)).ShouldBeTrue();
    }

    private static async Task<TimeSpan> WaitAsync(Func<Task> way)
    {
        var began = Stopwatch.GetTimestamp();
        await Should.ThrowAsync<DatabaseUnavailableException>(way);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Whether there soon is, or is no longer, a thread for each connection that Npgsql gives up.</summary>
    private static async Task<bool> AreThreadsSpareAsync(bool are)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            ThreadPool.GetMinThreads(out var ready, out _);
            if (ready == Environment.ProcessorCount + (are ? PostgresDialect.MostConnections : 0)) return true;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return false;
    }

    private static Step NewToken() => ChallengeLedger.ToSpend(RandomNumberGenerator.GetBytes(16), SpentKind.Challenge, DateTimeOffset.UnixEpoch, epoch: 0);
}
