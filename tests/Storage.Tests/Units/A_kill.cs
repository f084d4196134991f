using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public sealed class A_kill : Store
{
    [Fact]
    public async Task in_the_middle_of_writing_loses_nothing_that_was_answered_ten_times_over()
    {
        for (var kill = 0; kill < 10; kill++) (await LostAsync(Victim.Honest)).ShouldBe(0, $"kill {kill}");
    }

    [Fact]
    public async Task would_be_seen_to_lose_what_was_answered_before_it_was_durable()
    {
        var lost = 0;
        for (var kill = 0; kill < 10 && lost == 0; kill++) lost += await LostAsync(Victim.Hasty);

        lost.ShouldBeGreaterThan(0);
    }

    private async Task<int> LostAsync(string manner)
    {
        await Database.DisposeAsync();
        var acknowledged = await Victim.RunAsync(File, manner, RandomNumberGenerator.GetInt32(50, 1500), Stop);
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(50);
        await OpenAsync();

        (await Database.ReadAsync(tx => tx.FindAsync("PRAGMA integrity_check", static row => row.Text(0)), Stop)).ShouldBe("ok");
        var stored = await Database.ReadAsync(tx => tx.ListAsync("SELECT jti FROM spent", static row => Convert.ToHexStringLower(row.Bytes(0))), Stop);
        return acknowledged.Except(stored).Count();
    }
}
