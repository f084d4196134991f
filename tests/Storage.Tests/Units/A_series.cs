using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_series : Units
{
    [Fact]
    public async Task is_stored_as_a_whole()
    {
        var jti = RandomNumberGenerator.GetBytes(16);
        (await Database.TryWriteAsync([Spend(jti), Event("whole")], Stop)).ShouldBeNull();

        (await IsSpentAsync(jti), await CountAsync("whole")).ShouldBe((true, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task of_which_a_step_has_nothing_to_change_leaves_nothing_and_says_which(int step)
    {
        await SpendAsync(out var used);
        var jti = RandomNumberGenerator.GetBytes(16);
        List<Step> series = [Spend(jti), Event("half")];
        series.Insert(step, Spend(used));

        (await Database.TryWriteAsync(series, Stop)).ShouldBe(step);
        (await IsSpentAsync(jti), await CountAsync("half")).ShouldBe((false, 0));
    }

    [Fact]
    public async Task whose_token_a_thousand_redeem_at_once_is_stored_once()
    {
        var jti = RandomNumberGenerator.GetBytes(16);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => Database.TryWriteAsync([Spend(jti), Event("once")], Stop))));

        (outcomes.Count(step => step is null), outcomes.Count(step => step == 0), await CountAsync("once")).ShouldBe((1, 999, 1));
    }

    [Fact]
    public async Task among_others_that_fail_is_stored_all_the_same()
    {
        await SpendAsync(out var used);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() =>
            Database.TryWriteAsync([Spend(i % 10 == 0 ? used : RandomNumberGenerator.GetBytes(16)), Event("among")], Stop))));

        (outcomes.Count(step => step is null), outcomes.Count(step => step == 0), await CountAsync("among")).ShouldBe((270, 30, 270));
    }

    [Fact]
    public async Task that_cannot_be_told_from_a_bug_throws_alone()
    {
        var faulty = Database.TryWriteAsync([new Step("INSERT INTO spent VALUES (NULL, NULL, NULL)")], Stop);
        var good = Database.TryWriteAsync([Event("good")], Stop);

        await Should.ThrowAsync<System.Data.Common.DbException>(faulty);
        (await good).ShouldBeNull();
    }

    [Fact]
    public async Task that_nobody_waits_for_any_more_is_not_begun() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Database.TryWriteAsync([Event("late")], new CancellationToken(canceled: true)));

    protected static Step Spend(byte[] jti) => ChallengeLedger.ToSpend(jti, SpentKind.Challenge, Now, 0);

    protected static Step Event(string detail) => EventStore.ToAdd(new(EventKind.SignedIn, App, Now) { Detail = detail });

    protected async Task<int> CountAsync(string detail) =>
        (await Database.ReadAsync(tx => tx.ListAsync("SELECT id FROM events WHERE app_id = $1 AND detail = $2", static row => row.Number(0), App, detail), Stop)).Count;
}
