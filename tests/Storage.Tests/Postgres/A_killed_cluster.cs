using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_killed_cluster
{
    private const int Kills = 5;

    [Fact]
    public async Task loses_nothing_that_was_answered_and_is_found_again_without_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        await using var database = await Database.OpenAsync(await server.NewDatabaseAsync(), TimeProvider.System, stop);
        var (stored, refused, over) = (new ConcurrentBag<string>(), 0, false);
        // As many as there are connections, so that every one may be lost in the middle of its commit.
        var writers = Enumerable.Range(0, PostgresConnections.Most).Select(_ => Task.Run(WriteAsync, stop)).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = stored.Count;
            while (stored.Count < before + 50)
            {
                if (writers.FirstOrDefault(writer => writer.IsFaulted) is { } faulted) await faulted;
                await Task.Delay(10, stop);
            }
            await server.KillAsync();
            await server.LaunchAsync();
        }
        Volatile.Write(ref over, true);
        await Task.WhenAll(writers);

        var found = await database.ReadAsync(tx => tx.ListAsync("SELECT jti FROM spent", static row => Convert.ToHexStringLower(row.Bytes(0))), stop);
        stored.Count.ShouldBeGreaterThanOrEqualTo(Kills * 50);
        stored.Except(found).ShouldBeEmpty();
        refused.ShouldBeGreaterThan(0);

        async Task WriteAsync()
        {
            while (!Volatile.Read(ref over))
            {
                var jti = RandomNumberGenerator.GetBytes(16);
                try
                {
                    if (await database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, DateTimeOffset.UnixEpoch, epoch: 0), stop)) stored.Add(Convert.ToHexStringLower(jti));
                }
                catch (DatabaseUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(20, stop);
                }
            }
        }
    }
}
