namespace Keystile.Storage.Tests;

public class A_search : Store
{
    [Fact]
    public async Task finds_accounts_by_a_part_of_their_names_newest_first()
    {
        foreach (var name in new[] { "ada", "Grace", "grace2", "100%_!" }) await AddUserAsync(name);
        await AddUserAsync("grace3", await OtherAppAsync());
        (await FindAsync("RACE")).ShouldBe(["Grace", "grace2"], ignoreOrder: true);
        (await FindAsync("%")).ShouldBe(["100%_!"]);
        (await FindAsync("_!")).ShouldBe(["100%_!"]);
        (await FindAsync("")).Count.ShouldBe(4);
        (await FindAsync("' OR 1=1 --")).ShouldBeEmpty();
    }

    [Fact]
    public async Task finds_an_account_by_its_id_and_by_the_customers_name_for_it()
    {
        var user = NewUser() with { Handle = WebAuthn.UserHandle.TryCreate("customer-7"u8)! };
        await Database.WriteAsync(tx => UserStore.TryAddAsync(tx, user), Stop);
        await AddUserAsync("ada");
        (await FindAsync(user.Id.ToString())).ShouldBe(["Somebody"]);
        (await FindAsync("customer-7")).ShouldBe(["Somebody"]);
        (await FindAsync("customer")).ShouldBeEmpty();
    }

    [Fact]
    public async Task goes_on_where_the_page_before_ended()
    {
        for (var i = 0; i < 7; i++) await AddUserAsync("user" + i);
        var first = await Database.ReadAsync(tx => UserSearch.ListAsync(tx, App, "", null, 5), Stop);
        var rest = await Database.ReadAsync(tx => UserSearch.ListAsync(tx, App, "", first[^1].User.Id, 5), Stop);
        first.Concat(rest).Select(row => row.User.Id).Distinct().Count().ShouldBe(7);
        (await Database.ReadAsync(tx => UserSearch.CountAsync(tx, App), Stop)).ShouldBe(new(7, 0));
    }

    [Fact]
    public async Task narrows_events_and_counts_them()
    {
        var user = Guid.CreateVersion7(Now);
        await Database.WriteAsync(async tx =>
        {
            await EventStore.AddAsync(tx, new(EventKind.SignedIn, App, Now) { UserId = user });
            await EventStore.AddAsync(tx, new(EventKind.SignInRefused, App, Now.AddHours(1)) { Times = 5 });
            await EventStore.AddAsync(tx, new(EventKind.SignedIn, "other", Now.AddHours(2)) { UserId = user });
            return true;
        }, Stop);
        (await EventsAsync(new())).Count.ShouldBe(3);
        (await EventsAsync(new() { AppId = App })).ShouldBe([EventKind.SignInRefused, EventKind.SignedIn]);
        (await EventsAsync(new() { Kind = EventKind.SignInRefused })).ShouldBe([EventKind.SignInRefused]);
        (await EventsAsync(new() { AppId = App, UserId = user })).ShouldBe([EventKind.SignedIn]);
        (await EventsAsync(new() { Since = Now.AddHours(1), Until = Now.AddHours(2) })).ShouldBe([EventKind.SignInRefused]);

        var counts = await Database.ReadAsync(tx => EventSearch.CountAsync(tx, null, Now, Now.AddHours(2), TimeSpan.FromHours(1)), Stop);
        counts.OrderBy(count => count.Interval).ShouldBe([new(0, EventKind.SignedIn, 1), new(1, EventKind.SignInRefused, 5)]);
        (await Database.ReadAsync(tx => EventSearch.CountAsync(tx, "other", Now, Now.AddHours(3), TimeSpan.FromHours(1)), Stop)).ShouldBe([new(2, EventKind.SignedIn, 1)]);
    }

    private async Task<List<string>> FindAsync(string search) =>
        [.. (await Database.ReadAsync(tx => UserSearch.ListAsync(tx, App, search, null, 10), Stop)).Select(row => row.User.DisplayName)];

    private async Task<List<EventKind>> EventsAsync(EventQuery query) =>
        [.. (await Database.ReadAsync(tx => EventSearch.ListAsync(tx, query, 10), Stop)).Select(row => row.Kind)];

    private async Task<string> OtherAppAsync()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        return "other";
    }
}
