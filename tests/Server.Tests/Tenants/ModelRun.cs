using System.Net;
using System.Text.Json.Nodes;
using Keystile.Authenticator;
using Keystile.Fuzz.Tests;

namespace Keystile.Server.Tests;

/// <summary>Does to the server and to the model the same, by dice, and compares each answer. All apps share RP ID, user names, aliases and credential ids.</summary>
internal sealed class ModelRun(IReadOnlyList<ModelApp> apps, Dice dice)
{
    private const int Names = 8;
    private readonly List<ModelToken> _tokens = [];

    public Dictionary<string, int> Done { get; } = [];

    public async Task StepAsync()
    {
        var app = dice.Pick(apps);
        var (name, step) = dice.Next(20) switch
        {
            < 5 => ("register", RegisterAsync(app)),
            < 10 => ("sign in", SignInAsync(app)),
            < 13 => ("verify", VerifyAsync()),
            13 => ("generate", GenerateAsync(app)),
            14 => ("set aliases", SetAliasesAsync(app)),
            15 => ("list aliases", ListAliasesAsync(app)),
            16 => ("list passkeys", ListPasskeysAsync(app)),
            17 => ("delete passkey", DeletePasskeyAsync(app)),
            18 => ("list users", ListUsersAsync(app)),
            _ => ("delete user", dice.OneIn(3) ? DeleteUserAsync(app) : ListUsersAsync(app)),
        };
        Done[name] = Done.GetValueOrDefault(name) + 1;
        await step;
    }

    private async Task RegisterAsync(ModelApp app)
    {
        var (user, credential) = (User(), Credential());
        var begun = await app.Site.BeginRegistrationAsync(await app.Site.RegisterTokenAsync(user));
        Ids(begun["data"]["excludeCredentials"]!).ShouldBe(app.PasskeysOf(user));
        var made = Site.Create(begun, scenario => scenario.CredentialId = Base64Text.FromUrl(credential));
        var answer = await app.Site.CompleteRegistrationAsync(begun, made);
        if (app.Passkeys.ContainsKey(credential))
        {
            answer.ShouldBeProblem(400, "fido2_invalid_registration");
            return;
        }
        Keep(app, Site.Token(answer), user, "passkey_register", credential);
        app.Ensure(user);
        app.Passkeys[credential] = (user, made.Credential);
    }

    private async Task SignInAsync(ModelApp app)
    {
        // The authenticator may hold another app's passkey under an id that this app knows, or one that was deleted.
        var from = dice.OneIn(4) ? dice.Pick(apps) : app;
        if (from.Passkeys.Count + from.Stale.Count == 0) return;
        var passkey = from.Stale.Count > 0 && (from.Passkeys.Count == 0 || dice.OneIn(5)) ? dice.Pick(from.Stale) : dice.Pick([.. from.Passkeys.Values]).Passkey;
        var credential = Base64Text.Url(passkey.Id);
        var (body, bound) = Begin(app, app.Passkeys.TryGetValue(credential, out var known) ? known.User : User());
        var begun = await app.Site.BeginSignInAsync(body);
        var named = Ids(begun["data"]["allowCredentials"]!);
        if (body.Count == 0) named.ShouldBeEmpty();
        else if (bound is not null && app.PasskeysOf(bound).Length > 0) named.ShouldBe(app.PasskeysOf(bound));
        else named.ShouldNotContain(id => app.Passkeys.ContainsKey(id));

        var answer = await app.Site.CompleteSignInAsync(begun, Site.Sign(begun, passkey));
        var isTheirs = known.Passkey == passkey && (body.Count == 0 || known.User == bound);
        if (isTheirs) Keep(app, Site.Token(answer), known.User, "passkey_signin", credential);
        else answer.ShouldBeProblem(400, body.Count == 0 && known.Passkey is null ? "unknown_credential" : "signin_complete_error");
    }

    /// <summary>How the page begins, and the user it is bound to.</summary>
    private (JsonObject Body, string? User) Begin(ModelApp app, string owner)
    {
        var user = dice.OneIn(3) ? User() : owner;
        switch (dice.Next(3))
        {
            case 0: return ([], null);
            case 1: return (new JsonObject { ["userId"] = user }, user);
            default:
                var alias = app.AliasesOf(user).FirstOrDefault() ?? Alias();
                return (new JsonObject { ["alias"] = alias }, app.Aliases.GetValueOrDefault(alias));
        }
    }

    private async Task VerifyAsync()
    {
        if (_tokens.Count == 0) return;
        var token = _tokens[^(1 + dice.Next(Math.Min(_tokens.Count, 200)))];
        var app = dice.OneIn(3) ? dice.Pick(apps) : token.App;
        var answer = await app.Site.VerifyAsync(token.Text);
        var isGood = app == token.App && token.IsGood;
        // Even a token that proves nothing any more is spent by the asking; another app's asking does nothing to it.
        if (app == token.App) token.IsSpent = true;
        if (!isGood)
        {
            answer.ShouldBeProblem(400, "invalid_token");
            return;
        }
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer["userId"].GetValue<string>().ShouldBe(token.User);
        answer["type"].GetValue<string>().ShouldBe(token.Type);
        answer["credentialId"].GetValue<string>().ShouldBe(token.Credential is null ? "" : Convert.ToBase64String(Base64Text.FromUrl(token.Credential)));
    }

    private async Task GenerateAsync(ModelApp app)
    {
        var user = User();
        Keep(app, Site.Token(await app.Site.Backend.PostAsync("/signin/generate-token", new JsonObject { ["userId"] = user })), user, "generated_signin", null);
    }

    private async Task SetAliasesAsync(ModelApp app)
    {
        var user = User();
        string[] aliases = [.. Enumerable.Range(0, dice.Next(3)).Select(_ => Alias()).Distinct()];
        var answer = await app.Site.Backend.PostAsync("/alias", new JsonObject { ["userId"] = user, ["aliases"] = new JsonArray([.. aliases.Select(alias => JsonValue.Create(alias))]), ["hashing"] = false });
        if (aliases.Any(alias => app.Aliases.TryGetValue(alias, out var owner) && owner != user))
        {
            answer.ShouldBeProblem(409, "alias_conflict");
            return;
        }
        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        app.Ensure(user);
        foreach (var alias in app.AliasesOf(user)) app.Aliases.Remove(alias);
        foreach (var alias in aliases) app.Aliases[alias] = user;
    }

    private async Task ListAliasesAsync(ModelApp app)
    {
        var user = User();
        var listed = await app.Site.Backend.GetAsync($"/alias/list?userId={user}");
        listed["values"].AsArray().Select(alias => alias!["plaintext"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(app.AliasesOf(user));
    }

    private async Task ListPasskeysAsync(ModelApp app)
    {
        var user = User();
        var listed = await app.Site.Backend.GetAsync($"/credentials/list?userId={user}");
        listed["values"].AsArray().Select(passkey => passkey!["descriptor"]!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(app.PasskeysOf(user));
        foreach (var passkey in listed["values"].AsArray())
        {
            var id = passkey!["descriptor"]!["id"]!.GetValue<string>();
            passkey["publicKey"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(app.Passkeys[id].Passkey.PublicKey), "the key of this app's passkey, not of another's");
        }
    }

    private async Task DeletePasskeyAsync(ModelApp app)
    {
        var credential = Credential();
        var answer = await app.Site.Backend.PostAsync("/credentials/delete", new JsonObject { ["credentialId"] = credential });
        answer.Status.ShouldBe(app.Passkeys.ContainsKey(credential) ? HttpStatusCode.NoContent : HttpStatusCode.NotFound);
        app.Delete(credential);
    }

    private static async Task ListUsersAsync(ModelApp app)
    {
        (await app.Site.Backend.GetAsync("/users/count"))["count"].GetValue<int>().ShouldBe(app.Users.Count);
        var listed = (await app.Site.Backend.GetAsync("/users/list"))["values"].AsArray();
        listed.Select(user => user!["userId"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(app.Users.Order(StringComparer.Ordinal));
        foreach (var user in listed) user!["credentialsCount"]!.GetValue<int>().ShouldBe(app.PasskeysOf(user["userId"]!.GetValue<string>()).Length);
    }

    private async Task DeleteUserAsync(ModelApp app)
    {
        var user = User();
        (await app.Site.Backend.PostAsync("/users/delete", new JsonObject { ["userId"] = user })).Status.ShouldBe(HttpStatusCode.OK);
        app.DeleteUser(user);
    }

    private void Keep(ModelApp app, string text, string user, string type, string? credential) => _tokens.Add(new(app, text, user, type, credential));

    private string User() => $"user-{dice.Next(Names)}";

    private string Alias() => $"alias-{dice.Next(Names)}";

    private string Credential() => Base64Text.Url(Bytes(dice.Next(Names)));

    private static byte[] Bytes(int number) => [.. Enumerable.Repeat((byte)(number + 1), 16)];

    private static string[] Ids(JsonNode list) => [.. list.AsArray().Select(entry => entry!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
}
