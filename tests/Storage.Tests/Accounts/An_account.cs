namespace Keystile.Storage.Tests;

public class An_account : Store
{
    [Fact]
    public async Task is_found_by_its_id_its_handle_its_name_and_its_address_as_it_was_added()
    {
        var user = NewUser("Alice") with { Email = EmailAddress.TryCreate("Alice@example.org"), EmailVerifiedAt = Now };
        await Database.WriteAsync(tx => UserStore.TryAddAsync(tx, user), Stop);

        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, App, user.Id), Stop)).ShouldBe(user);
        (await Database.ReadAsync(tx => UserStore.FindByHandleAsync(tx, App, user.Handle), Stop)).ShouldBe(user);
        (await Database.ReadAsync(tx => UserStore.FindByEmailAsync(tx, App, EmailAddress.TryCreate("alice@EXAMPLE.org")!), Stop)).ShouldBe(user);
        var byName = await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, user.Username!), Stop);
        byName.ShouldBe(user);
        (byName!.Username!.Text, byName.Email!.Text).ShouldBe(("Alice", "Alice@example.org"));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("ALICE")]
    [InlineData("  Alice ")]
    [InlineData("Ａｌｉｃｅ")]
    [InlineData("𝒜lice")]
    public async Task is_the_only_one_of_its_name_however_it_is_spelled(string spelling)
    {
        var alice = await AddUserAsync("Alice");

        (await TryAddAsync(NewUser(spelling))).ShouldBe(UserOutcome.UsernameTaken);
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate(spelling)!), Stop))!.Id.ShouldBe(alice.Id);
    }

    [Fact]
    public async Task is_the_only_one_of_its_name_among_100_at_the_same_time()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => TryAddAsync(NewUser("alice"))));

        outcomes.Count(outcome => outcome == UserOutcome.Done).ShouldBe(1);
        outcomes.Count(outcome => outcome == UserOutcome.UsernameTaken).ShouldBe(99);
    }

    [Fact]
    public async Task is_the_only_one_of_its_address_and_handle()
    {
        var alice = NewUser("alice") with { Email = EmailAddress.TryCreate("alice@example.org") };
        (await TryAddAsync(alice)).ShouldBe(UserOutcome.Done);

        (await TryAddAsync(NewUser("bob") with { Email = EmailAddress.TryCreate("ALICE@example.org") })).ShouldBe(UserOutcome.EmailTaken);
        (await TryAddAsync(NewUser("bob") with { Handle = alice.Handle })).ShouldBe(UserOutcome.HandleTaken);
        (await TryAddAsync(NewUser("bob"))).ShouldBe(UserOutcome.Done);
    }

    [Fact]
    public async Task may_have_a_namesake_in_another_app_and_is_not_found_there()
    {
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        var alice = await AddUserAsync("alice");
        var namesake = await AddUserAsync("alice", "other");

        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, "other", alice.Id), Stop)).ShouldBeNull();
        (await Database.ReadAsync(tx => UserStore.FindByHandleAsync(tx, "other", alice.Handle), Stop)).ShouldBeNull();
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, "other", alice.Username!), Stop)).ShouldBe(namesake);
    }

    [Fact]
    public async Task may_have_no_name_beside_others_without_one()
    {
        await AddUserAsync();
        await AddUserAsync();
    }

    [Fact]
    public async Task keeps_its_handle_when_it_is_renamed_and_cannot_take_a_name_that_is_taken()
    {
        var alice = await AddUserAsync("alice");
        await AddUserAsync("bob");

        (await RenameAsync(alice.Id, "BOB")).ShouldBe(UserOutcome.UsernameTaken);
        (await RenameAsync(alice.Id, "ALICE")).ShouldBe(UserOutcome.Done);
        (await RenameAsync(Guid.CreateVersion7(), "carol")).ShouldBe(UserOutcome.NotFound);
        (await RenameAsync(alice.Id, "alicia")).ShouldBe(UserOutcome.Done);

        var renamed = await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate("Alicia")!), Stop);
        renamed.ShouldBe(alice with { Username = Username.TryCreate("alicia"), DisplayName = "New" });
    }

    [Fact]
    public async Task keeps_the_names_that_whoever_renames_it_does_not_give()
    {
        var alice = await AddUserAsync("alice");
        (await Database.WriteAsync(tx => UserStore.RenameAsync(tx, App, alice.Id, Username.TryCreate("alicia"), null), Stop)).ShouldBe(UserOutcome.Done);
        (await Database.WriteAsync(tx => UserStore.RenameAsync(tx, App, alice.Id, null, "Alicia A."), Stop)).ShouldBe(UserOutcome.Done);
        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, App, alice.Id), Stop)).ShouldBe(alice with { Username = Username.TryCreate("alicia"), DisplayName = "Alicia A." });
    }

    [Fact]
    public async Task goes_by_its_username_or_where_it_has_none_by_its_address()
    {
        var named = await AddUserAsync("alice@example.com");
        var nameless = await AddUserAsync();
        var other = await AddUserAsync("bob");
        foreach (var id in new[] { nameless.Id, other.Id }) (await Database.WriteAsync(tx => UserStore.SetEmailAsync(tx, App, id, EmailAddress.TryCreate(id == other.Id ? "bob@example.com" : "alice@example.com"), Now), Stop)).ShouldBe(UserOutcome.Done);

        (await ByNameAsync("ALICE@example.com")).ShouldBe([named.Id, nameless.Id], ignoreOrder: true);
        (await ByNameAsync("bob")).ShouldBe([other.Id]);
        (await ByNameAsync("bob@example.com")).ShouldBeEmpty();
    }

    [Fact]
    public async Task without_a_username_keeps_its_proven_address_from_being_the_username_of_another()
    {
        var (nameless, bob) = (await AddUserAsync(), await AddUserAsync("bob"));
        await SetEmailAsync(nameless.Id, "alice@example.com", Now);
        var imported = NewUser("alice@example.com") with { Email = EmailAddress.TryCreate("eve@example.com") };

        (await TryAddAsync(NewUser("Alice@example.com"))).ShouldBe(UserOutcome.UsernameTaken);
        (await TryAddAsync(imported)).ShouldBe(UserOutcome.UsernameTaken);
        (await RenameAsync(bob.Id, "ALICE@example.com")).ShouldBe(UserOutcome.UsernameTaken);
        (await ByNameAsync("alice@example.com")).ShouldBe([nameless.Id]);

        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);
        await AddUserAsync("alice@example.com", "other");
        (await RenameAsync(nameless.Id, "alice@example.com")).ShouldBe(UserOutcome.Done);
    }

    [Fact]
    public async Task leaves_its_address_to_others_as_a_username_where_that_is_unproven_or_it_goes_by_another_name()
    {
        (await TryAddAsync(NewUser() with { Email = EmailAddress.TryCreate("alice@example.com") })).ShouldBe(UserOutcome.Done);
        var bob = await AddUserAsync("bob");
        await SetEmailAsync(bob.Id, "bob@example.com", Now);

        await AddUserAsync("alice@example.com");
        var carol = await AddUserAsync("carol");
        (await RenameAsync(carol.Id, "bob@example.com")).ShouldBe(UserOutcome.Done);
    }

    [Fact]
    public async Task keeps_the_username_it_had_before_that_was_the_proven_address_of_another()
    {
        var (named, nameless) = (await AddUserAsync("alice@example.com"), await AddUserAsync());
        await SetEmailAsync(nameless.Id, "alice@example.com", Now);

        (await RenameAsync(named.Id, "Alice@Example.com")).ShouldBe(UserOutcome.Done);
    }

    private async Task SetEmailAsync(Guid id, string email, DateTimeOffset verifiedAt) =>
        (await Database.WriteAsync(tx => UserStore.SetEmailAsync(tx, App, id, EmailAddress.TryCreate(email), verifiedAt), Stop)).ShouldBe(UserOutcome.Done);

    private async Task<IEnumerable<Guid>> ByNameAsync(string name) => (await Database.ReadAsync(tx => UserStore.ListByNameAsync(tx, App, Username.TryCreate(name)!), Stop)).Select(one => one.Id);

    [Fact]
    public async Task is_locked_and_opened_again()
    {
        var alice = await AddUserAsync("alice");

        (await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, Now), Stop)).ShouldBeTrue();
        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, App, alice.Id), Stop))!.LockedAt.ShouldBe(Now);
        (await Database.WriteAsync(tx => UserStore.LockAsync(tx, App, alice.Id, null), Stop)).ShouldBeTrue();
        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, App, alice.Id), Stop)).ShouldBe(alice);
    }

    private Task<UserOutcome> TryAddAsync(UserRow user) => Database.WriteAsync(tx => UserStore.TryAddAsync(tx, user), Stop);

    private Task<UserOutcome> RenameAsync(Guid id, string username) =>
        Database.WriteAsync(tx => UserStore.RenameAsync(tx, App, id, Username.TryCreate(username), "New"), Stop);
}
