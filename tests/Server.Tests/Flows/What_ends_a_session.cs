using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>What a session rests on goes, and the session goes with it: in the same transaction, so that no request comes in between.</summary>
public sealed class What_ends_a_session
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("the account is deleted")]
    [InlineData("the account is locked")]
    [InlineData("the passkey is deleted")]
    [InlineData("the app is locked")]
    public async Task is_seen_at_the_next_request_by_cookie_by_token_and_at_refresh(string what)
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        var ada = shop.Browser(server);
        var begun = await ada.BeginRegistrationAsync("ada");
        var registered = await ada.CompleteRegistrationAsync(begun, Browser.Create(begun, made => made.Origin = Tenant.Origin));
        var (user, passkey) = (registered["user"]["id"]!.GetValue<Guid>(), registered["passkey"]["id"]!.GetValue<Guid>());
        var program = shop.Backend(server);
        program.Bearer = registered["session"]["accessToken"]!.GetValue<string>();
        (await program.GetAsync("/api/session")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        var now = server.Clock.GetUtcNow();

        await server.Database.WriteAsync(async writing =>
        {
            _ = what switch
            {
                "the account is deleted" => await UserStore.DeleteAsync(writing, shop.Id, user),
                "the account is locked" => await UserStore.LockAsync(writing, shop.Id, user, now),
                "the passkey is deleted" => await CredentialStore.DeleteAsync(writing, shop.Id, user, passkey, evenIfLast: true),
                _ => await AppStore.LockAsync(writing, shop.Id, now),
            };
            // In the very transaction: nobody finds the session any more.
            (await SessionStore.ListAsync(writing, shop.Id, user, now)).Count.ShouldBe(what is "the account is locked" or "the app is locked" ? 1 : 0);
            return true;
        }, Stop);

        var expected = what == "the app is locked" ? "app_locked" : "not_signed_in";
        (await program.GetAsync("/api/session")).Code.ShouldBe(expected);
        ada.Bearer = null;
        (await ada.GetAsync("/api/session")).Code.ShouldBe(expected);
        (await ada.PostAsync("/api/session/refresh", new System.Text.Json.Nodes.JsonObject { ["refreshToken"] = registered["session"]["refreshToken"]!.GetValue<string>() })).Code
            .ShouldBe(what == "the app is locked" ? "app_locked" : "invalid_refresh_token");
    }
}
