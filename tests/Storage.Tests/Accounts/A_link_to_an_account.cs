using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class A_link_to_an_account : Store
{
    private static readonly byte[] s_browser = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task that_recovers_it_is_taken_by_one_of_200_at_once()
    {
        var (user, token) = (await AddUserAsync("alice"), RandomNumberGenerator.GetBytes(32));
        (await PutAsync(new(App, user.Id, LinkPurpose.Recovery, Now.AddMinutes(15)) { BrowserHash = s_browser }, token)).ShouldBeTrue();

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => TakeAsync(token), Stop)));

        var link = taken.OfType<AccountLink>().ShouldHaveSingleItem();
        (link.AppId, link.UserId, link.Purpose).ShouldBe((App, user.Id, LinkPurpose.Recovery));
    }

    [Fact]
    public async Task is_not_taken_late_by_another_browser_in_another_app_or_for_another_purpose()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("shop")), Stop);
        var (user, token) = (await AddUserAsync("alice"), RandomNumberGenerator.GetBytes(32));
        await PutAsync(new(App, user.Id, LinkPurpose.Recovery, Now.AddMinutes(15)) { BrowserHash = s_browser }, token);
        (await TakeAsync(token, at: Now.AddMinutes(15))).ShouldBeNull();
        (await TakeAsync(token, browser: new byte[32])).ShouldBeNull();
        (await TakeAsync(token, app: "shop")).ShouldBeNull();
        (await Database.WriteAsync(tx => AccountLinkStore.TryTakeEmailAsync(tx, App, user.Id, token, Now), Stop)).ShouldBeNull();
        (await TakeAsync(token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task that_proves_an_address_is_its_own_accounts_alone()
    {
        var (alice, eve, token) = (await AddUserAsync("alice"), await AddUserAsync("eve"), RandomNumberGenerator.GetBytes(32));
        await PutAsync(new(App, alice.Id, LinkPurpose.Email, Now.AddMinutes(15)) { Email = EmailAddress.TryCreate("Alice@example.com") }, token);
        (await TakeAsync(token)).ShouldBeNull();
        (await Database.WriteAsync(tx => AccountLinkStore.TryTakeEmailAsync(tx, App, eve.Id, token, Now), Stop)).ShouldBeNull();
        (await Database.ReadAsync(tx => AccountLinkStore.FindAsync(tx, App, alice.Id, LinkPurpose.Email, Now), Stop))!.Email!.Text.ShouldBe("Alice@example.com");
        (await Database.WriteAsync(tx => AccountLinkStore.TryTakeEmailAsync(tx, App, alice.Id, token, Now), Stop))!.Email!.Key.ShouldBe("alice@example.com");
    }

    [Fact]
    public async Task takes_the_place_of_the_one_before_and_is_forgotten_when_it_ran_out()
    {
        var (user, older, newer) = (await AddUserAsync("alice"), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await PutAsync(new(App, user.Id, LinkPurpose.Operator, Now.AddHours(24)), older);
        await PutAsync(new(App, user.Id, LinkPurpose.Operator, Now.AddHours(24)), newer);
        (await TakeAsync(older)).ShouldBeNull();
        (await Database.WriteAsync(tx => AccountLinkStore.PurgeAsync(tx, Now), Stop)).ShouldBe(0);
        (await Database.WriteAsync(tx => AccountLinkStore.PurgeAsync(tx, Now.AddHours(24)), Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task is_not_made_for_an_account_that_is_locked()
    {
        var user = await AddUserAsync("alice");
        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, user.Id, Now), Stop);
        (await PutAsync(new(App, user.Id, LinkPurpose.Recovery, Now.AddMinutes(15)), new byte[32])).ShouldBeFalse();
    }

    private Task<bool> PutAsync(AccountLink link, byte[] token) => Database.WriteAsync(tx => AccountLinkStore.TryPutAsync(tx, link, token), Stop);

    private Task<AccountLink?> TakeAsync(byte[] token, byte[]? browser = null, string app = App, DateTimeOffset? at = null) =>
        Database.WriteAsync(tx => AccountLinkStore.TryTakeRecoveryAsync(tx, app, token, browser ?? s_browser, at ?? Now), Stop);
}
