using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>A lock counts at every step that follows it: before a begin, between begin and complete, between complete and verify.</summary>
public sealed class Something_locked
{
    public enum What
    {
        App,
        PublicKey,
        SecretKey,
        User,
        Passkey,
    }

    [Theory]
    [InlineData(What.App, 403, "app_locked")]
    [InlineData(What.PublicKey, 403, "api_key_locked")]
    [InlineData(What.User, 403, "account_locked")]
    [InlineData(What.Passkey, 403, "passkey_disabled")]
    public async Task between_begin_and_complete_stops_the_sign_in(What what, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        var (site, tenant) = await AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        var begun = await site.BeginSignInAsync();
        await LockAsync(server, tenant, what, passkey.Id);
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey))).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData(What.App, 403, "app_locked")]
    [InlineData(What.PublicKey, 403, "api_key_locked")]
    [InlineData(What.User, 403, "account_locked")]
    public async Task between_begin_and_complete_stops_the_registration(What what, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        var (site, tenant) = await AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        var begun = await site.BeginRegistrationAsync(await site.RegisterTokenAsync("7"));
        await LockAsync(server, tenant, what, passkey.Id);
        (await site.CompleteRegistrationAsync(begun, Site.Create(begun))).ShouldBeProblem(status, code);
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
    }

    [Theory]
    [InlineData(What.App, 403, "app_locked")]
    [InlineData(What.SecretKey, 403, "api_key_locked")]
    [InlineData(What.User, 400, "invalid_token")]
    [InlineData(What.Passkey, 400, "invalid_token")]
    public async Task between_complete_and_verify_proves_nothing(What what, int status, string code)
    {
        await using var server = await TestServer.StartAsync();
        var (site, tenant) = await AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        var begun = await site.BeginSignInAsync();
        var token = Site.Token(await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey)));
        await LockAsync(server, tenant, what, passkey.Id);
        (await site.VerifyAsync(token)).ShouldBeProblem(status, code);
    }

    /// <summary>A generated token is worth nothing once its user is locked, either.</summary>
    [Fact]
    public async Task and_a_token_without_a_passkey_proves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (site, tenant) = await AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        var token = Site.Token(await site.Backend.PostAsync("/signin/generate-token", new System.Text.Json.Nodes.JsonObject { ["userId"] = "7" }));
        await LockAsync(server, tenant, What.User, passkey.Id);
        (await site.VerifyAsync(token)).ShouldBeProblem(400, "invalid_token");
    }

    /// <summary>Whoever stole a secret has had tokens made in advance: they are worth nothing once it is locked, whichever secret the backend uses by then.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task takes_back_the_tokens_that_a_secret_had_made(bool deleted)
    {
        await using var server = await TestServer.StartAsync();
        var (stolen, tenant) = await AddAsync(server);
        var site = new Site(server, tenant with { SecretKey = await Tenant.AddKeyAsync(server, tenant.Id, ApiKeyKind.Secret) });
        await site.RegisterAsync("7");
        string[] tokens = [await stolen.RegisterTokenAsync("7"), await stolen.RegisterTokenAsync("7")];
        var generated = Site.Token(await stolen.Backend.PostAsync("/signin/generate-token", new System.Text.Json.Nodes.JsonObject { ["userId"] = "7" }));
        var begun = await site.BeginRegistrationAsync(tokens[0]);
        var own = await site.RegisterTokenAsync("7");
        var id = Tenant.KeyId(tenant.SecretKey);

        (await server.Database.WriteAsync(writing => deleted ? ApiKeyStore.DeleteAsync(writing, tenant.Id, id) : ApiKeyStore.LockAsync(writing, tenant.Id, id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await site.BeginRegistrationAsync(tokens[1])).ShouldBeProblem(400, "invalid_token");
        (await site.CompleteRegistrationAsync(begun, Site.Create(begun))).ShouldBeProblem(400, "invalid_token");
        (await site.VerifyAsync(generated)).ShouldBeProblem(400, "invalid_token");
        (await server.CountAsync("webauthn_credentials")).ShouldBe(1);
        begun = await site.BeginRegistrationAsync(own);
        Site.Token(await site.CompleteRegistrationAsync(begun, Site.Create(begun)));
    }

    private static async Task<(Site Site, Tenant Tenant)> AddAsync(TestServer server)
    {
        var tenant = await Tenant.AddAsync(server);
        return (new(server, tenant), tenant);
    }

    private static async Task LockAsync(TestServer server, Tenant tenant, What what, byte[] passkey)
    {
        var now = server.Clock.GetUtcNow();
        var id = WebAuthn.CredentialId.TryCreate(passkey)!;
        (await server.Database.WriteAsync(async writing =>
        {
            var found = (await CredentialStore.FindAsync(writing, tenant.Id, "localhost", id))!;
            return what switch
            {
                What.App => await AppStore.LockAsync(writing, tenant.Id, now),
                What.PublicKey => await ApiKeyStore.LockAsync(writing, tenant.Id, Tenant.KeyId(tenant.PublicKey), now),
                What.SecretKey => await ApiKeyStore.LockAsync(writing, tenant.Id, Tenant.KeyId(tenant.SecretKey), now),
                What.User => await UserStore.LockAsync(writing, tenant.Id, found.Owner.Id, now),
                _ => true,
            };
        })).ShouldBeTrue();
        if (what == What.Passkey) await server.ExecuteAsync("UPDATE webauthn_credentials SET disabled_at = 1");
    }
}
