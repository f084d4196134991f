using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_token : Store
{
    private static readonly DateTimeOffset s_expiry = Now.AddMinutes(5);

    [Fact]
    public async Task is_spent_once_by_1000_at_the_same_time()
    {
        var jti = RandomNumberGenerator.GetBytes(16);

        var spent = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => TrySpendAsync(jti))));

        spent.Count(won => won).ShouldBe(1);
    }

    [Fact]
    public async Task is_spent_for_a_second_connection_too_and_after_a_restart()
    {
        var jti = RandomNumberGenerator.GetBytes(16);
        (await TrySpendAsync(jti)).ShouldBeTrue();

        await using (var beside = await Storage.Database.OpenAsync(Url, TimeProvider.System, Stop))
            (await beside.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, s_expiry, epoch: 0), Stop)).ShouldBeFalse();
        await Database.DisposeAsync();
        await OpenAsync();
        (await TrySpendAsync(jti)).ShouldBeFalse();
    }

    [Fact]
    public async Task is_not_spent_where_the_unit_that_spent_it_was_undone()
    {
        var jti = RandomNumberGenerator.GetBytes(16);

        await Database.WriteAsync(async tx =>
        {
            (await ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, s_expiry, epoch: 0)).ShouldBeTrue();
            tx.RollBack();
            return 0;
        }, Stop);

        (await TrySpendAsync(jti)).ShouldBeTrue();
    }

    [Fact]
    public async Task is_not_spent_under_another_security_epoch_than_that_in_force()
    {
        var jti = RandomNumberGenerator.GetBytes(16);
        await Database.WriteAsync(tx => SecurityEpochStore.RaiseAsync(tx, Now), Stop);

        (await TrySpendAsync(jti)).ShouldBeFalse();
        (await TrySpendAsync(jti, await Database.ReadAsync(SecurityEpochStore.FindAsync, Stop))).ShouldBeTrue();
    }

    [Fact]
    public async Task is_remembered_for_an_hour_past_its_expiry_and_then_forgotten()
    {
        var jti = RandomNumberGenerator.GetBytes(16);
        await TrySpendAsync(jti);

        (await PurgeAsync(s_expiry + ChallengeLedger.KeptPastExpiry)).ShouldBe(0);
        (await TrySpendAsync(jti)).ShouldBeFalse();
        (await PurgeAsync(s_expiry + ChallengeLedger.KeptPastExpiry + TimeSpan.FromMilliseconds(1))).ShouldBe(1);
        (await TrySpendAsync(jti)).ShouldBeTrue();
    }

    [Fact]
    public async Task is_forgotten_in_portions()
    {
        for (var i = 0; i < 5; i++) await TrySpendAsync(RandomNumberGenerator.GetBytes(16));

        (await PurgeAsync(Now.AddDays(1), most: 3)).ShouldBe(3);
        (await PurgeAsync(Now.AddDays(1), most: 3)).ShouldBe(2);
    }

    private Task<bool> TrySpendAsync(byte[] jti, long epoch = 0) => Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, s_expiry, epoch), Stop);

    private Task<int> PurgeAsync(DateTimeOffset now, int most = 1000) => Database.WriteAsync(tx => ChallengeLedger.PurgeAsync(tx, now, most), Stop);
}
