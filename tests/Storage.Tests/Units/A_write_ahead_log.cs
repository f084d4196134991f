using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_write_ahead_log : Store
{
    [Fact]
    public async Task is_folded_into_the_file_beside_the_writer_while_people_sign_in()
    {
        var before = new FileInfo(File).Length;

        await SpendAsync(3000);

        for (var tries = 0; new FileInfo(File).Length == before && tries < 500; tries++) await Task.Delay(20, Stop);
        new FileInfo(File).Length.ShouldBeGreaterThan(before);
        new FileInfo(File + "-wal").Length.ShouldBeLessThan(64 << 20);
    }

    /// <summary>What comes while it is folded is folded, too: the log is used from its beginning again. It would be 50 MB otherwise, and twice that before SQLite has the writer fold all of it at once.</summary>
    [Fact]
    public async Task begins_anew_while_more_and_more_is_written()
    {
        for (var moment = 0; moment < 800; moment++)
        {
            await SpendAsync(20);
            await Task.Delay(1, Stop);
        }

        new FileInfo(File + "-wal").Length.ShouldBeLessThan(32 << 20);
    }

    private Task SpendAsync(int units) => Parallel.ForAsync(0, units, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Stop }, async (_, _) =>
        await Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(64), SpentKind.Challenge, Now, epoch: 0), Stop));
}
