using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_set_of_recovery_codes : Store
{
    [Fact]
    public async Task is_one_whoever_makes_it_at_once_and_each_code_is_spent_once()
    {
        var user = await AddUserAsync("alice");
        var sets = Enumerable.Range(0, 8).Select(_ => NewSet()).ToArray();
        await Task.WhenAll(sets.Select(set => Task.Run(() => ReplaceAsync(user.Id, set), Stop)));
        var left = await Database.ReadAsync(tx => RecoveryCodeStore.CountAsync(tx, App, user.Id), Stop);
        left.ShouldBe(new(10, Now));

        var spent = await Task.WhenAll(sets.SelectMany(set => Enumerable.Repeat(set[0], 20)).Select(code => Task.Run(() => SpendAsync(user.Id, code), Stop)));

        spent.Count(won => won).ShouldBe(1);
        (await Database.ReadAsync(tx => RecoveryCodeStore.CountAsync(tx, App, user.Id), Stop))!.Left.ShouldBe(9);
    }

    [Fact]
    public async Task is_its_own_accounts_and_goes_with_it()
    {
        var (alice, eve, set) = (await AddUserAsync("alice"), await AddUserAsync("eve"), NewSet());
        await ReplaceAsync(alice.Id, set);
        (await SpendAsync(eve.Id, set[0])).ShouldBeFalse();
        await Database.WriteAsync(tx => UserStore.DeleteAsync(tx, App, alice.Id), Stop);
        (await Database.ReadAsync(tx => RecoveryCodeStore.FindAsync(tx, App, alice.Id, [set[0]]), Stop)).ShouldBeNull();
        (await Database.ReadAsync(tx => RecoveryCodeStore.CountAsync(tx, App, alice.Id), Stop)).ShouldBeNull();
    }

    private static byte[][] NewSet() => [.. Enumerable.Range(0, 10).Select(_ => RandomNumberGenerator.GetBytes(32))];

    private Task<bool> ReplaceAsync(Guid user, byte[][] set) => Database.WriteAsync(async tx =>
    {
        await RecoveryCodeStore.ReplaceAsync(tx, App, user, set, Now);
        return true;
    }, Stop);

    private Task<bool> SpendAsync(Guid user, byte[] code) => Database.WriteAsync(tx => RecoveryCodeStore.TrySpendAsync(tx, App, user, code), Stop);
}
