using System.CommandLine;
using System.Globalization;
using Keystile.Server.Admin.Users;
using Keystile.Server.Commands.Data;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Commands.Users;

/// <summary><c>keystile users list|show|lock|unlock|delete|recovery-link</c>.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> AppId = new("APP") { Description = "The app's id." };
    private static readonly Argument<string> Who = new("USER") { Description = "The user's id, username, e-mail address, or your own id of the user." };

    public static Command Create() => new("users", "The users of an app.")
    {
        ListVerb(),
        ShowVerb(),
        ChangeVerb("lock", "locked", "End the user's sessions and let nobody sign in until unlocked.", EventKind.AccountLocked, async (writing, user, now) =>
        {
            await SessionStore.EndAllAsync(writing, user.AppId, user.Id);
            return await UserStore.LockAsync(writing, user.AppId, user.Id, now);
        }),
        ChangeVerb("unlock", "unlocked", "Let the user sign in again.", EventKind.AccountUnlocked, static (writing, user, _) => UserStore.LockAsync(writing, user.AppId, user.Id, null)),
        ChangeVerb("delete", "deleted", "Delete the user with passkeys and sessions, for good.", EventKind.AccountDeleted, static (writing, user, _) => UserStore.DeleteAsync(writing, user.AppId, user.Id)),
        RecoveryLinkVerb.Create(),
    };

    private static Command ListVerb()
    {
        var search = new Option<string>("--search") { Description = "Part of a name or e-mail address, or a whole id.", DefaultValueFactory = _ => "" };
        var limit = new Option<int>("--limit") { Description = "How many at most, newest first.", DefaultValueFactory = _ => 50 };
        var verb = new Command("list", "The app's users, newest first.") { AppId, search, limit, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var app = parsed.GetRequiredValue(AppId);
            if (await database.ReadAsync(reading => AppStore.FindAsync(reading, app)) is null) return AppsCommand.NoApp(app);
            var found = await database.ReadAsync(reading => UserSearch.ListAsync(reading, app, parsed.GetRequiredValue(search).Trim(), null, Math.Clamp(parsed.GetValue(limit), 1, 10_000)));
            var users = found.Select(UserItem.Of).ToArray();
            await parsed.AnswerAsync(users, users.Select(Text));
            return null;
        }));
        return verb;
    }

    private static Command ShowVerb()
    {
        var verb = new Command("show", "One user with passkeys and sessions.") { AppId, Who, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var (app, who) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Who));
            var shown = await database.ReadAsync(async reading =>
                await KnownUser.FindAsync(reading, app, who) is { } user ? await UserDetail.FindAsync(reading, app, user.Id, TimeProvider.System.GetUtcNow()) : null);
            if (shown is null) return NoUser(app, who);
            await parsed.AnswerAsync(shown, Text(shown));
            return null;
        }));
        return verb;
    }

    private static Command ChangeVerb(string name, string done, string description, EventKind kind, Func<Transaction, UserRow, DateTimeOffset, ValueTask<bool>> change)
    {
        var verb = new Command(name, description) { AppId, Who, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var (app, who, now) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(Who), TimeProvider.System.GetUtcNow());
            if (app == OperatorStore.AppId) return "operators are removed by keystile admin remove.";
            var changed = await database.WriteAsync(async writing =>
            {
                if (await KnownUser.FindAsync(writing, app, who) is not { } user || !await change(writing, user, now)) return null;
                await EventStore.AddAsync(writing, OperatorActs.Act(kind, app) with { UserId = user.Id });
                return user;
            });
            if (changed is null) return NoUser(app, who);
            await parsed.AnswerAsync(new Changed(changed.Id.ToString(), done));
            return null;
        }));
        return verb;
    }

    private static string Text(UserItem user) =>
        string.Create(CultureInfo.InvariantCulture, $"{user.Id}  {user.Username ?? user.Email ?? user.UserId ?? "-"}  {user.DisplayName}  {user.Passkeys} passkeys{(user.LockedAt is null ? "" : "  locked")}");

    private static string Text(UserDetail detail) => string.Join('\n',
    [
        Text(detail.User),
        .. detail.Passkeys.Select(passkey => string.Create(CultureInfo.InvariantCulture,
            $"  passkey  {passkey.Id}  {passkey.Name}  {passkey.Provider?.Name ?? passkey.Aaguid}  {(passkey.Synced ? "synced" : "this device only")}  last used {passkey.LastUsedAt?.ToString("u") ?? "never"}{(passkey.DisabledAt is null ? "" : "  locked")}")),
        .. detail.Sessions.Select(session => string.Create(CultureInfo.InvariantCulture, $"  session  {session.Id}  {session.Device}  last seen {session.LastSeenAt:u}")),
    ]);

    private static string NoUser(string app, string who) => $"{app} has no user {who}; keystile users list {app} names them.";
}
