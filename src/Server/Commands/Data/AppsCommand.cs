using System.CommandLine;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile apps create|list|show|set</c>.</summary>
internal static class AppsCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The app's id: 3 to 62 of a-z, 0-9 and -." };
    private static readonly Option<string?> Name = new("--name") { Description = "Its name, as people see it. Default: the RP ID." };

    private static readonly Option<string[]> Settings = new("--set") { Description = "A setting, name=value; keystile apps show names them. Repeat for more; an empty value takes the default back." };

    public static Command Create() => new("apps", "The apps this server answers for.") { CreateVerb(), ListVerb(), ShowVerb(), SetVerb() };

    private static Command CreateVerb()
    {
        var rpId = new Option<string>("--rp-id") { Description = "The domain its passkeys belong to; fixed once one exists.", Required = true };
        var origins = new Option<string[]>("--origin") { Description = "An address its pages run at, such as https://example.com. Repeat for more.", Required = true };
        var verb = new Command("create", "Make an app with a public and a secret key, shown this once.") { Id, rpId, origins, Name, Settings, VerbAnswer.Json };
        verb.SetAction(parsed =>
        {
            var settings = "{}";
            if (SettingsEdit.Apply(ref settings, parsed.GetValue(Settings) ?? []) is { } wrongSetting) return RefuseAsync(wrongSetting);
            var app = new AppRow
            {
                Id = parsed.GetRequiredValue(Id),
                RpId = parsed.GetRequiredValue(rpId),
                Name = parsed.GetValue(Name) ?? parsed.GetRequiredValue(rpId),
                Origins = parsed.GetRequiredValue(origins),
                Settings = settings,
                CreatedAt = TimeProvider.System.GetUtcNow(),
            };
            return AppRules.WhatIsWrong(app with { Settings = "{}" }, app) is { } wrong ? RefuseAsync(wrong) : DatabaseCommand.RunAsync(database => CreateAsync(database, app, parsed));
        });
        return verb;
    }

    private static async Task<string?> CreateAsync(Database database, AppRow app, ParseResult parsed)
    {
        var shown = ApiKey.New(app.Id, ApiKeyKind.Public, out var publicKey);
        var secret = ApiKey.New(app.Id, ApiKeyKind.Secret, out var secretKey);
        var added = await database.WriteAsync(async writing =>
        {
            if (!await AppStore.TryAddAsync(writing, app)) return false;
            await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.AppCreated, app.Id));
            foreach (var key in (ApiKey[])[shown, secret])
            {
                await ApiKeyStore.TryAddAsync(writing, key.ToRow(Scopes.Of(key.Kind), app.CreatedAt));
                await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.KeyCreated, app.Id) with { KeyId = key.Id });
            }
            return true;
        });
        if (!added) return $"an app {app.Id} exists already; choose another id, or make it new keys with keystile keys create {app.Id}.";
        await parsed.AnswerAsync(new AppCreated(app.Id, publicKey, secretKey), $"public key  {publicKey}\nsecret key  {secretKey}\nThe secret is not shown again: keep it on the backend of {app.Id}.");
        return null;
    }

    private static Command ListVerb()
    {
        var verb = new Command("list", "All apps.") { VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var apps = await database.ReadAsync(AppStore.ListAsync);
            await parsed.AnswerAsync(apps.Select(AppLine.Of).ToArray(), apps.Select(Text));
            return null;
        }));
        return verb;
    }

    private static Command ShowVerb()
    {
        var verb = new Command("show", "One app.") { Id, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var id = parsed.GetRequiredValue(Id);
            if (await database.ReadAsync(reading => AppStore.FindAsync(reading, id)) is not { } app) return NoApp(id);
            await parsed.AnswerAsync(AppLine.Of(app), $"{Text(app)}\n{SettingsEdit.Show(app.Settings)}");
            return null;
        }));
        return verb;
    }

    private static Command SetVerb()
    {
        var rpId = new Option<string?>("--rp-id") { Description = "Another RP ID; only while the app has no passkey." };
        var origins = new Option<string[]?>("--origin") { Description = "Its origins from now on, all of them." };
        var locked = new Option<bool?>("--locked") { Description = "true: its keys open nothing and nobody signs in; false: they do again." };
        var verb = new Command("set", "Change an app's settings.") { Id, rpId, origins, Name, Settings, locked, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var wrong = await database.WriteAsync(writing => ChangeAsync(writing, parsed));
            if (wrong is null) await parsed.AnswerAsync(AppLine.Of((await database.ReadAsync(reading => AppStore.FindAsync(reading, parsed.GetRequiredValue(Id))))!));
            return wrong;
        }));
        return verb;

        async ValueTask<string?> ChangeAsync(Transaction writing, ParseResult parsed)
        {
            var id = parsed.GetRequiredValue(Id);
            var newOrigins = parsed.GetValue(origins) is { Length: > 0 } given ? given : null;
            if (id == App.Home && (newOrigins is not null || parsed.GetValue(rpId) is not null)) return "RP ID and origin of the app home follow KEYSTILE_PUBLIC_URL; change that and start the server again.";
            if (await AppStore.FindToChangeAsync(writing, id) is not { } app) return NoApp(id);
            var settings = app.Settings;
            if (SettingsEdit.Apply(ref settings, parsed.GetValue(Settings) ?? []) is { } wrongSetting) return wrongSetting;
            var changed = app with
            {
                RpId = parsed.GetValue(rpId) ?? app.RpId,
                Origins = newOrigins ?? app.Origins,
                Name = parsed.GetValue(Name) ?? app.Name,
                Settings = settings,
            };
            if (AppRules.WhatIsWrong(app, changed) is { } wrong) return wrong;
            if (!await AppStore.UpdateAsync(writing, changed)) return $"{id} has passkeys for {app.RpId}, which would all stop working; its RP ID stays.";
            if (WhatChanged(app, changed) is { Length: > 0 } members) await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.AppChanged, id) with { Detail = members });
            if (parsed.GetValue(locked) is not { } isLocked || isLocked == (app.LockedAt is not null)) return null;
            await AppStore.LockAsync(writing, id, isLocked ? TimeProvider.System.GetUtcNow() : null);
            await EventStore.AddAsync(writing, OperatorActs.Act(isLocked ? EventKind.AppLocked : EventKind.AppUnlocked, id));
            return null;
        }
    }

    private static string WhatChanged(AppRow before, AppRow after)
    {
        (string Name, bool IsChanged)[] members =
        [
            ("rpId", before.RpId != after.RpId), ("origins", !before.Origins.SequenceEqual(after.Origins)),
            ("name", before.Name != after.Name), ("settings", before.Settings != after.Settings),
        ];
        return string.Join(' ', members.Where(member => member.IsChanged).Select(member => member.Name));
    }

    private static string Text(AppRow app) => $"{app.Id}  {app.RpId}  {string.Join(' ', app.Origins)}{(app.LockedAt is null ? "" : "  locked")}  {app.Name}";

    public static string NoApp(string id) => $"there is no app {id}; keystile apps list names them.";

    private static async Task<int> RefuseAsync(string wrong)
    {
        await Console.Error.WriteLineAsync("keystile: " + wrong);
        return 2;
    }
}
