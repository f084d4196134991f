using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class An_operator : Store
{
    private static readonly AppRow s_console = NewApp(OperatorStore.AppId) with { Settings = """{"signUp":false}""" };

    [Fact]
    public async Task is_an_account_with_a_role()
    {
        var ada = await AddAsync("ada", OperatorRole.Owner, invitedBy: null);
        var eve = await AddAsync("eve", OperatorRole.Viewer, invitedBy: "ada");
        var all = await Database.ReadAsync(OperatorStore.ListAsync, Stop);
        all.Select(row => (row.User.Id, row.Role, row.InvitedBy)).ShouldBe([(ada, OperatorRole.Owner, null), (eve, OperatorRole.Viewer, "ada")], ignoreOrder: true);
        (await Database.ReadAsync(tx => OperatorStore.FindAsync(tx, Guid.CreateVersion7(Now)), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task is_removed_with_the_account_but_never_the_last_owner()
    {
        var ada = await AddAsync("ada", OperatorRole.Owner);
        var eve = await AddAsync("eve", OperatorRole.Viewer);
        (await Database.WriteAsync(tx => OperatorStore.TryRemoveAsync(tx, ada), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => OperatorStore.TrySetRoleAsync(tx, ada, OperatorRole.Viewer), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => OperatorStore.TrySetRoleAsync(tx, eve, OperatorRole.Owner), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => OperatorStore.TryRemoveAsync(tx, ada), Stop)).ShouldBeTrue();
        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, OperatorStore.AppId, ada), Stop)).ShouldBeNull();
        (await Database.WriteAsync(tx => OperatorStore.TryRemoveAsync(tx, eve), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task stays_when_two_owners_remove_each_other_at_once()
    {
        var (ada, eve) = (await AddAsync("ada", OperatorRole.Owner), await AddAsync("eve", OperatorRole.Owner));
        var removed = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Database.WriteAsync(tx => OperatorStore.TryRemoveAsync(tx, i % 2 == 0 ? ada : eve), Stop), Stop)));
        removed.Count(done => done).ShouldBe(1);
        (await Database.ReadAsync(OperatorStore.ListAsync, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task follows_a_link_that_is_good_once()
    {
        var link = NewLink();
        await Database.WriteAsync(async tx => { await InvitationStore.AddAsync(tx, link); return true; }, Stop);
        (await Database.ReadAsync(tx => InvitationStore.FindAsync(tx, link.TokenHash, Now.AddHours(1)), Stop)).ShouldBeNull();

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Database.WriteAsync(tx => InvitationStore.TakeAsync(tx, link.TokenHash, Now), Stop), Stop)));
        taken.Count(row => row is not null).ShouldBe(1);
        (await Database.WriteAsync(tx => InvitationStore.TakeAsync(tx, link.TokenHash, Now), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task comes_by_one_first_link_which_ends_with_any_other()
    {
        var (first, second, other) = (NewLink(), NewLink(), NewLink());
        foreach (var link in new[] { first, second }) await Database.WriteAsync(async tx => { await InvitationStore.OfferFirstAsync(tx, link); return true; }, Stop);
        await Database.WriteAsync(async tx => { await InvitationStore.AddAsync(tx, other); return true; }, Stop);
        (await Database.ReadAsync(tx => InvitationStore.ListAsync(tx, Now), Stop)).Select(row => row.Id).ShouldBe([second.Id, other.Id], ignoreOrder: true);
        (await Database.WriteAsync(tx => InvitationStore.TakeAsync(tx, other.TokenHash, Now), Stop)).ShouldNotBeNull();
        (await Database.ReadAsync(tx => InvitationStore.ListAsync(tx, Now), Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task app_moves_with_the_public_url_and_is_not_among_the_others()
    {
        await AddAsync("ada", OperatorRole.Owner);
        await Database.WriteAsync(async tx => { await OperatorStore.EnsureAppAsync(tx, s_console with { RpId = "example.com" }); return true; }, Stop);
        (await Database.ReadAsync(tx => AppStore.FindAsync(tx, OperatorStore.AppId), Stop))!.RpId.ShouldBe("example.com");
        (await Database.ReadAsync(AppStore.ListAsync, Stop)).Select(row => row.Id).ShouldBe([App]);
        (await Database.ReadAsync(tx => OperatorStore.AnyAsync(tx, "example.com"), Stop)).ShouldBeFalse();
    }

    private static InvitationRow NewLink() => new()
    {
        Id = Guid.CreateVersion7(Now),
        TokenHash = RandomNumberGenerator.GetBytes(32),
        Role = OperatorRole.Owner,
        CreatedAt = Now,
        ExpiresAt = Now.AddHours(1),
    };

    private async Task<Guid> AddAsync(string username, OperatorRole role, string? invitedBy = null)
    {
        await Database.WriteAsync(async tx => { await OperatorStore.EnsureAppAsync(tx, s_console); return true; }, Stop);
        var user = await AddUserAsync(username, OperatorStore.AppId);
        await Database.WriteAsync(async tx => { await OperatorStore.AddAsync(tx, user.Id, role, invitedBy, Now); return true; }, Stop);
        return user.Id;
    }
}
