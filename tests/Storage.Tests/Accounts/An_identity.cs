namespace Keystile.Storage.Tests;

public class An_identity : Store
{
    private const string Issuer = "https://accounts.google.example";

    [Fact]
    public async Task leads_to_its_account_and_is_listed()
    {
        var user = await AddUserAsync("ada");
        (await AddAsync(NewIdentity(user))).ShouldBeTrue();

        (await FindOwnerAsync(App, Issuer, "1"))!.Id.ShouldBe(user.Id);
        (await Database.ReadAsync(tx => IdentityStore.ListAsync(tx, App, user.Id), Stop)).ShouldHaveSingleItem().ShouldBe(NewIdentity(user));
        (await Database.WriteAsync(tx => IdentityStore.TouchAsync(tx, App, Issuer, "1", Now.AddDays(1), "new@example.com"), Stop)).ShouldBeTrue();
        (await Database.ReadAsync(tx => IdentityStore.ListAsync(tx, App, user.Id), Stop)).ShouldHaveSingleItem().ShouldBe(NewIdentity(user) with { LastUsedAt = Now.AddDays(1), Email = "new@example.com" });
    }

    [Fact]
    public async Task is_the_issuers_subject_letter_by_letter()
    {
        await AddAsync(NewIdentity(await AddUserAsync("ada")) with { Subject = "Ada" });
        (await FindOwnerAsync(App, Issuer, "ada")).ShouldBeNull();
        (await FindOwnerAsync(App, Issuer + "/", "Ada")).ShouldBeNull();
        (await FindOwnerAsync(App, "HTTPS://accounts.google.example", "Ada")).ShouldBeNull();
        (await FindOwnerAsync(App, Issuer, "Ada")).ShouldNotBeNull();
    }

    [Fact]
    public async Task is_one_accounts_of_an_app_and_another_apps_is_another()
    {
        var (ada, eve) = (await AddUserAsync("ada"), await AddUserAsync("eve"));
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var elsewhere = await AddUserAsync("ada", "other");
        (await AddAsync(NewIdentity(ada))).ShouldBeTrue();

        (await AddAsync(NewIdentity(eve))).ShouldBeFalse();
        (await FindOwnerAsync("other", Issuer, "1")).ShouldBeNull();
        (await AddAsync(NewIdentity(elsewhere))).ShouldBeTrue();
        (await FindOwnerAsync(App, Issuer, "1"))!.Id.ShouldBe(ada.Id);
    }

    [Fact]
    public async Task is_given_to_no_account_that_is_locked_or_gone()
    {
        var user = await AddUserAsync("ada");
        await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, user.Id, Now), Stop);
        (await AddAsync(NewIdentity(user))).ShouldBeFalse();
        (await AddAsync(NewIdentity(user) with { UserId = Guid.CreateVersion7() })).ShouldBeFalse();
    }

    [Fact]
    public async Task goes_alone_and_only_from_its_own_account()
    {
        var (ada, eve) = (await AddUserAsync("ada"), await AddUserAsync("eve"));
        await AddAsync(NewIdentity(ada));
        await AddAsync(NewIdentity(ada) with { Subject = "2" });

        (await Database.WriteAsync(tx => IdentityStore.DeleteAsync(tx, App, eve.Id, Issuer, "1"), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => IdentityStore.DeleteAsync(tx, App, ada.Id, Issuer, "1"), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => IdentityStore.DeleteAsync(tx, App, ada.Id, Issuer, "1"), Stop)).ShouldBeFalse();
        (await Database.ReadAsync(tx => IdentityStore.ListAsync(tx, App, ada.Id), Stop)).ShouldHaveSingleItem().Subject.ShouldBe("2");
    }

    [Fact]
    public async Task goes_with_its_account_or_with_all_of_its_kind()
    {
        var (ada, eve) = (await AddUserAsync("ada"), await AddUserAsync("eve"));
        await AddAsync(NewIdentity(ada));
        await AddAsync(NewIdentity(eve) with { Subject = "2" });

        (await Database.WriteAsync(tx => IdentityStore.DeleteAllAsync(tx, App, ada.Id), Stop)).ShouldBe(1);
        (await FindOwnerAsync(App, Issuer, "1")).ShouldBeNull();
        (await Database.WriteAsync(tx => UserStore.DeleteAsync(tx, App, eve.Id), Stop)).ShouldBeTrue();
        (await FindOwnerAsync(App, Issuer, "2")).ShouldBeNull();
    }

    private static IdentityRow NewIdentity(UserRow user) => new()
    {
        AppId = user.AppId,
        Issuer = Issuer,
        Subject = "1",
        UserId = user.Id,
        Provider = "google",
        Email = "ada@example.com",
        CreatedAt = Now,
        LastUsedAt = Now,
    };

    private Task<bool> AddAsync(IdentityRow identity) => Database.WriteAsync(tx => IdentityStore.TryAddAsync(tx, identity), Stop);

    private ValueTask<UserRow?> FindOwnerAsync(string app, string issuer, string subject) => Database.ReadAsync(tx => IdentityStore.FindOwnerAsync(tx, app, issuer, subject), Stop);
}
