namespace Keystile.Storage.Tests;

public sealed class An_account : Store
{
    [Fact]
    public async Task is_found_by_its_id_its_handle_and_its_name_as_it_was_added()
    {
        var user = await AddUserAsync("Alice");

        (await Database.ReadAsync(tx => UserStore.FindAsync(tx, App, user.Id), Stop)).ShouldBe(user);
        (await Database.ReadAsync(tx => UserStore.FindByHandleAsync(tx, App, user.Handle), Stop)).ShouldBe(user);
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, user.Username!), Stop)).ShouldBe(user);
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, user.Username!), Stop))!.Username!.Text.ShouldBe("Alice");
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

        (await Database.WriteAsync(tx => UserStore.TryAddAsync(tx, NewUser(spelling)), Stop)).ShouldBe(UserOutcome.UsernameTaken);
        (await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate(spelling)!), Stop))!.Id.ShouldBe(alice.Id);
    }
}
