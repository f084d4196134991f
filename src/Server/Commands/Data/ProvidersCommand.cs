using System.CommandLine;
using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.External;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile providers add|list|remove</c>.</summary>
internal static class ProvidersCommand
{
    private static readonly Argument<string> AppId = new("APP") { Description = "The app's id; home is the app of Keystile's own pages." };
    private static readonly Argument<string> Key = new("PROVIDER") { Description = "google, microsoft, github, or a name of your own: 1 to 32 of a-z, 0-9 and -." };

    public static Command Create() => new("providers", "Where people of an app may sign in besides: Google, GitHub, Microsoft, any OpenID provider.") { AddVerb(), ListVerb(), RemoveVerb() };

    private static Command AddVerb()
    {
        var clientId = new Option<string>("--client-id") { Description = "The app's name at the provider.", Required = true };
        var secret = new Option<string?>("--client-secret-file") { Description = "A file with the secret that goes with it; - reads standard input. Leave it out where the provider takes PKCE alone." };
        var issuer = new Option<string?>("--issuer") { Description = "The provider's issuer, letter by letter. Known for google, microsoft and github." };
        var name = new Option<string?>("--name") { Description = "Its name on the button." };
        var scopes = new Option<string[]>("--scope") { Description = "What to ask for. Repeat for more. Default: openid, email and profile." };
        var verb = new Command("add", "Add a provider, or put it in place of the one of that name.") { AppId, Key, clientId, secret, issuer, name, scopes, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var (app, key) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Key));
            var preset = ProviderPresets.All.FirstOrDefault(known => known.Key == key);
            if ((parsed.GetValue(issuer) ?? preset?.Issuer) is not { } url) return $"{key} is not one that is known here; say its --issuer.";
            var text = parsed.GetValue(secret) is not { } file ? null : (file == "-" ? await Console.In.ReadToEndAsync() : await File.ReadAllTextAsync(file)).Trim();
            var provider = (preset ?? new() { Key = key, Name = key, Issuer = url, ClientId = "" }) with
            {
                Issuer = url,
                ClientId = parsed.GetRequiredValue(clientId),
                ClientSecret = text is null ? null : new ProviderSecrets(RootKey.Load(options)).Seal(app, key, text),
            };
            if (parsed.GetValue(name) is { } given) provider = provider with { Name = given };
            if (parsed.GetValue(scopes) is { Length: > 0 } asked) provider = provider with { Scopes = asked };
            if (await ChangeAsync(database, app, list => [.. list.Where(other => other.Key != key), provider]) is { } refusal) return refusal;
            var redirectUri = $"{options.Origin}/api/external/{key}/callback";
            await parsed.AnswerAsync(new ProviderAdded(key, redirectUri), $"Register this redirect URI at the provider:\n{redirectUri}");
            return null;
        }));
        return verb;
    }

    private static Command ListVerb()
    {
        var verb = new Command("list", "The app's providers; never their secrets.") { AppId, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var id = parsed.GetRequiredValue(AppId);
            if (await database.ReadAsync(reading => AppStore.FindAsync(reading, id)) is not { } app) return AppsCommand.NoApp(id);
            var providers = AppSettings.TryParse(app.Settings)!.IdentityProviders.Select(ProviderLine.Of).ToArray();
            await parsed.AnswerAsync(providers, providers.Select(provider => $"{provider.Key}  {provider.Issuer}  {provider.ClientId}  {provider.Name}"));
            return null;
        }));
        return verb;
    }

    private static Command RemoveVerb()
    {
        var verb = new Command("remove", "Remove a provider. Accounts that know no other way in keep their data, and need it back to be entered.") { AppId, Key, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var key = parsed.GetRequiredValue(Key);
            var wrong = await ChangeAsync(database, parsed.GetRequiredValue(AppId), list => list.Any(provider => provider.Key == key) ? [.. list.Where(provider => provider.Key != key)] : null, key);
            if (wrong is null) await parsed.AnswerAsync(new Changed(key, "removed"));
            return wrong;
        }));
        return verb;
    }

    private static Task<string?> ChangeAsync(Database database, string id, Func<IReadOnlyList<IdentityProvider>, IReadOnlyList<IdentityProvider>?> change, string key = "") => database.WriteAsync(async writing =>
    {
        if (await AppStore.FindToChangeAsync(writing, id) is not { } app) return AppsCommand.NoApp(id);
        if (change(AppSettings.TryParse(app.Settings)!.IdentityProviders) is not { } providers) return $"{id} has no provider {key}; keystile providers list {id} names them.";
        var settings = app.Settings;
        if (SettingsEdit.Apply(ref settings, ["identityProviders=" + JsonSerializer.Serialize(providers, AppSettingsJson.Default.IReadOnlyListIdentityProvider)]) is { } wrong) return wrong;
        var changed = app with { Settings = settings };
        if (AppRules.WhatIsWrong(changed) is { } refusal) return refusal;
        if (!await AppStore.UpdateAsync(writing, changed)) return AppsCommand.NoApp(id);
        await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.AppChanged, id) with { Detail = "providers" });
        return null;
    });
}

/// <summary>A provider that was added, and where it sends people back to: to be registered there.</summary>
internal sealed record ProviderAdded(string Key, string RedirectUri);

/// <summary>A provider as a command shows it: never its secret.</summary>
internal sealed record ProviderLine(string Key, string Name, string Issuer, string ClientId, IReadOnlyList<string> Scopes)
{
    public static ProviderLine Of(IdentityProvider provider) => new(provider.Key, provider.Name, provider.Issuer, provider.ClientId, provider.Scopes);
}
