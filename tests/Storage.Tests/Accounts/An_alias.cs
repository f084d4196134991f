using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage.Tests;

public class An_alias : Passkeys
{
    [Fact]
    public async Task names_one_user_of_an_app_until_it_is_replaced_or_the_user_is_gone()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var (alice, mallory, elsewhere) = (await AddUserAsync("alice"), await AddUserAsync("mallory"), await AddUserAsync("alice", "other"));

        (await SetAsync(alice, "a", "b")).ShouldBeTrue();
        (await SetAsync(mallory, "c", "b")).ShouldBeFalse();
        (await SetAsync(elsewhere, "b")).ShouldBeTrue();

        (await FindAsync("b"))!.Id.ShouldBe(alice.Id);
        (await FindAsync("c")).ShouldBeNull();
        (await Database.ReadAsync(tx => AliasStore.ListAsync(tx, App, alice.Id), Stop)).Select(alias => alias.Plaintext).ShouldBe(["a", "b"]);
        (await SetAsync(alice, "a")).ShouldBeTrue();
        (await SetAsync(mallory, "b")).ShouldBeTrue();
        await Database.WriteAsync(tx => UserStore.DeleteAsync(tx, App, mallory.Id), Stop);
        (await FindAsync("b")).ShouldBeNull();
        (await SetAsync(mallory, "b")).ShouldBeFalse();
    }

    [Fact]
    public async Task that_many_want_at_once_goes_to_one()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AddUserAsync($"user {i}")));

        var won = await Task.WhenAll(users.Select((user, i) => SetAsync(user, i % 2 == 0 ? ["x", "y"] : ["y", "x"])));

        won.Count(one => one).ShouldBe(1);
    }

    [Fact]
    public async Task counts_in_the_pages_of_users_beside_the_passkeys()
    {
        var alice = await AddUserAsync("alice");
        await SetAsync(alice, "a", "b");
        await AddPasskeyAsync(alice);

        var page = await Database.ReadAsync(tx => UserPages.ListAsync(tx, App, Guid.Empty, 10), Stop);

        var (user, aliases, credentials, lastUsedAt) = page.ShouldHaveSingleItem();
        (user.Id, aliases, credentials, lastUsedAt).ShouldBe((alice.Id, 2, 1, null));
        (await Database.ReadAsync(tx => UserPages.ListAsync(tx, App, alice.Id, 10), Stop)).ShouldBeEmpty();
        (await Database.ReadAsync(tx => UserPages.CountAsync(tx, App), Stop)).ShouldBe(1);
        var details = (await Database.ReadAsync(tx => CredentialDetails.ListAsync(tx, App, alice.Id), Stop)).ShouldHaveSingleItem();
        (details.RpId, details.AttestationFormat, details.ClientDataJson.IsEmpty).ShouldBe((Rp, "none", false));
    }

    private Task<bool> SetAsync(UserRow user, params string[] names) => Database.WriteAsync(async tx =>
    {
        var isDone = await AliasStore.TryReplaceAsync(tx, user.AppId, user.Id, names.Select(name => new AliasRow(Key(name), name)), Now);
        if (!isDone) tx.RollBack();
        return isDone;
    }, Stop);

    private async Task<UserRow?> FindAsync(string name) => await Database.ReadAsync(tx => AliasStore.FindUserAsync(tx, App, [Key(name)]), Stop);

    private static byte[] Key(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
