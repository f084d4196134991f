using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Passwordless;
using Keystile.Storage;

namespace Keystile.Server.Import;

/// <summary>Brings users and passkeys into an app: all of them, or none and every reason.</summary>
internal sealed class Importer(Database database, App app, AliasKeys keys, TimeProvider time)
{
    /// <summary>How many users came in; none where there are faults.</summary>
    public async Task<int> RunAsync(byte[] json, List<string> faults)
    {
        var now = time.GetUtcNow();
        var users = ImportFile.Read(json, app.RpId, faults).Select(read => ImportedUser.Read(read.Index, read.User, app, keys, now, faults.Add)).OfType<ImportedUser>().ToArray();
        // The database is asked for what else is wrong even so: one report is better than two.
        var conflicts = await database.WriteAsync(async writing =>
        {
            List<string> found = [];
            var added = 0;
            foreach (var user in users)
            {
                await AddAsync(writing, user, now, found);
                await writing.KeepPlansAsync(++added);
            }
            if (faults.Count + found.Count > 0) writing.RollBack();
            else await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.UsersImported, app.Id) with { Times = Math.Max(1, users.Length) });
            return found;
        });
        faults.AddRange(conflicts);
        return faults.Count > 0 ? 0 : users.Length;
    }

    private async ValueTask AddAsync(Transaction writing, ImportedUser user, DateTimeOffset now, List<string> faults)
    {
        var place = $"users[{user.Index}]";
        var wrong = await UserStore.TryAddAsync(writing, user.User) switch
        {
            UserOutcome.Done => null,
            UserOutcome.UsernameTaken => ".username: is another user's already.",
            UserOutcome.EmailTaken => ".email: is another user's already.",
            _ => ": there is a user of that id already.",
        };
        if (wrong is not null)
        {
            faults.Add(place + wrong);
            return;
        }
        if (user.User.LockedAt is { } locked) await UserStore.LockAsync(writing, app.Id, user.User.Id, locked);
        if (user.Aliases.Count > 0 && !await AliasStore.TryReplaceAsync(writing, app.Id, user.User.Id, user.Aliases, now)) faults.Add(place + ".aliases: one is another user's already.");
        for (var i = 0; i < user.Credentials.Count; i++)
        {
            if (!await ImportStore.TryAddAsync(writing, app.Id, user.Credentials[i])) faults.Add($"{place}.credentials[{i}].id: there is a passkey of that id already.");
        }
    }
}
