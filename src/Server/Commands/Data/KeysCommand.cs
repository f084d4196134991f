using System.CommandLine;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile keys create|list|lock|unlock|delete</c>.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> AppId = new("APP") { Description = "The app's id." };
    private static readonly Argument<string> Id = new("KEY") { Description = "The key's id, as keystile keys list shows it." };

    public static Command Create() => new("keys", "The keys of an app.")
    {
        CreateVerb(),
        ListVerb(),
        ChangeVerb("lock", "locked", EventKind.KeyLocked, "Let the key open nothing until it is unlocked.", (writing, app, id) => ApiKeyStore.LockAsync(writing, app, id, TimeProvider.System.GetUtcNow())),
        ChangeVerb("unlock", "unlocked", EventKind.KeyUnlocked, "Let the key open its app again.", (writing, app, id) => ApiKeyStore.LockAsync(writing, app, id, null)),
        ChangeVerb("delete", "deleted", EventKind.KeyDeleted, "Delete the key for good.", ApiKeyStore.DeleteAsync),
    };

    private static Command CreateVerb()
    {
        var kind = new Option<string>("--kind") { Description = "public, for browsers and apps, or secret, for the backend.", Required = true };
        kind.AcceptOnlyFromAmong("public", "secret");
        var scopes = new Option<string[]>("--scope") { Description = "What it may be used for: register, login (public); token_register, token_verify (secret). Default: all of its kind." };
        var verb = new Command("create", "Make a key, shown this once.") { AppId, kind, scopes, VerbAnswer.Json };
        scopes.Validators.Add(given =>
        {
            var known = Scopes.Of(Kind(given.GetValue(kind)));
            if (given.GetValueOrDefault<string[]>().Except(known).Any()) given.AddError($"A {given.GetValue(kind)} key has the scopes {string.Join(" and ", known)}.");
        });
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var key = ApiKey.New(parsed.GetRequiredValue(AppId), Kind(parsed.GetRequiredValue(kind)), out var text);
            var wanted = parsed.GetValue(scopes) is { Length: > 0 } given ? given : Scopes.Of(key.Kind);
            var added = await database.WriteAsync(async writing =>
            {
                var done = await ApiKeyStore.TryAddAsync(writing, key.ToRow(wanted, TimeProvider.System.GetUtcNow()));
                if (done) await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.KeyCreated, key.AppId) with { KeyId = key.Id });
                return done;
            });
            if (!added) return AppsCommand.NoApp(key.AppId);
            await parsed.AnswerAsync(new KeyCreated(key.Id, text), $"{text}\nIt is not shown again; keystile calls it {key.Id}.");
            return null;
        }));
        return verb;
    }

    private static Command ListVerb()
    {
        var verb = new Command("list", "The app's keys; never the keys themselves.") { AppId, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var keys = (await database.ReadAsync(reading => ApiKeyStore.ListAsync(reading, parsed.GetRequiredValue(AppId)))).Select(KeyLine.Of).ToArray();
            await parsed.AnswerAsync(keys, keys.Select(key => $"{key.Id}  {key.Kind}  ...{key.LastFour}  {string.Join(' ', key.Scopes)}{(key.LockedAt is null ? "" : "  locked")}"));
            return null;
        }));
        return verb;
    }

    private static Command ChangeVerb(string name, string done, EventKind kind, string description, Func<Transaction, string, string, ValueTask<bool>> change)
    {
        var verb = new Command(name, description) { AppId, Id, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var (app, id) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Id));
            var changed = await database.WriteAsync(async writing =>
            {
                var found = await change(writing, app, id);
                if (found) await EventStore.AddAsync(writing, OperatorActs.Act(kind, app) with { KeyId = id });
                return found;
            });
            if (changed) await parsed.AnswerAsync(new Changed(id, done));
            return changed ? null : $"{app} has no key {id}; keystile keys list {app} names them.";
        }));
        return verb;
    }

    private static ApiKeyKind Kind(string? word) => word == "secret" ? ApiKeyKind.Secret : ApiKeyKind.Public;
}
