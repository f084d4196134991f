using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_write_ahead_log : Store
{
    [Fact]
    public async Task is_folded_into_the_file_beside_the_writer_while_people_sign_in()
    {
        var before = new FileInfo(File).Length;

        await Parallel.ForAsync(0, 3000, Stop, async (_, _) =>
            await Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, RandomNumberGenerator.GetBytes(64), SpentKind.Challenge, Now, epoch: 0), Stop));

        for (var tries = 0; new FileInfo(File).Length == before && tries < 500; tries++) await Task.Delay(20, Stop);
        new FileInfo(File).Length.ShouldBeGreaterThan(before);
        new FileInfo(File + "-wal").Length.ShouldBeLessThan(64 << 20);
    }
}
