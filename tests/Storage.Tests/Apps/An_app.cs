using System.Data.Common;

namespace Keystile.Storage.Tests;

public class An_app : Passkeys
{
    [Fact]
    public async Task is_read_back_as_it_was_added_and_listed()
    {
        var app = NewApp("shop-1") with { Origins = ["https://shop.example", "https://www.shop.example"], Settings = """{"challengeSeconds":120}""" };

        (await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, app), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("shop-1")), Stop)).ShouldBeFalse();

        var read = await FindAsync("shop-1");
        read.Origins.ShouldBe(app.Origins);
        (read with { Origins = app.Origins }).ShouldBe(app);
        (await Database.ReadAsync(AppStore.ListAsync, Stop)).Select(one => one.Id).ShouldBe([App, "shop-1"]);
    }

    [Fact]
    public async Task that_is_there_is_left_as_it_is_when_it_is_ensured()
    {
        var ensured = await Database.WriteAsync(tx => AppStore.EnsureAsync(tx, NewApp(App) with { Name = "Another" }), Stop);

        ensured.Name.ShouldBe(App);
        (await Database.WriteAsync(tx => AppStore.EnsureAsync(tx, NewApp("new") with { Name = "New" }), Stop)).Name.ShouldBe("New");
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Shop")]
    [InlineData("shop_1")]
    [InlineData("sh\u00F6p")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task has_an_id_that_the_database_holds_to_its_form(string id) =>
        await Should.ThrowAsync<DbException>(() => Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp(id)), Stop));

    [Fact]
    public async Task may_change_its_rp_id_until_a_passkey_is_bound_to_it()
    {
        var app = await FindAsync(App);
        (await UpdateAsync(app with { RpId = "example.org", Name = "Shop" })).ShouldBeTrue();
        (await FindAsync(App)).RpId.ShouldBe("example.org");
        (await UpdateAsync(app)).ShouldBeTrue();

        await AddPasskeyAsync(await AddUserAsync("alice"));

        (await UpdateAsync(app with { RpId = "example.org", Name = "Shop" })).ShouldBeFalse();
        (await FindAsync(App)).Name.ShouldBe(App);
        (await UpdateAsync(app with { Name = "Shop" })).ShouldBeTrue();
        (await FindAsync(App)).Name.ShouldBe("Shop");
        (await UpdateAsync(NewApp("nowhere"))).ShouldBeFalse();
    }

    private async Task<AppRow> FindAsync(string id) => (await Database.ReadAsync(tx => AppStore.FindAsync(tx, id), Stop))!;

    private Task<bool> UpdateAsync(AppRow app) => Database.WriteAsync(tx => AppStore.UpdateAsync(tx, app), Stop);
}
