using System.CommandLine;
using Keystile.Server.Apps;
using Keystile.Server.Commands.Data;
using Keystile.Server.Events;
using Keystile.Server.Recovery;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Commands.Users;

/// <summary><c>keystile users recovery-link</c>.</summary>
internal static class RecoveryLinkVerb
{
    private static readonly Argument<string> AppId = new("APP") { Description = "The app's id; home for the accounts of Keystile's own pages." };
    private static readonly Argument<string> User = new("USER") { Description = "The account's id, username or e-mail address." };

    public static Command Create()
    {
        var verb = new Command("recovery-link", "Make a link that opens the account once, within 24 hours, to add a passkey. Make sure who asks, and hand it over safely.") { AppId, User, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var (app, user, now) = (parsed.GetRequiredValue(AppId), parsed.GetRequiredValue(User), TimeProvider.System.GetUtcNow());
            var (link, refusal) = await database.WriteAsync(writing => MakeAsync(writing, options, app, user, now));
            if (link is null) return refusal;
            await parsed.AnswerAsync(link, $"{link.Url}\nIt works once, until {link.ExpiresAt:yyyy-MM-dd HH:mm} UTC, and takes the place of any made before.");
            return null;
        }));
        return verb;
    }

    private static async ValueTask<(RecoveryLinkMade? Link, string? Refusal)> MakeAsync(Transaction writing, ServerOptions options, string appId, string name, DateTimeOffset now)
    {
        if (appId == OperatorStore.AppId) return (null, "operators get another link by keystile admin invite.");
        if (await AppStore.FindAsync(writing, appId) is not { } app) return (null, AppsCommand.NoApp(appId));
        if (await KnownUser.FindAsync(writing, appId, name) is not { } user) return (null, $"{appId} has no account of that id, username or address.");
        var (token, expiry) = (OpaqueToken.New(), now + RecoveryLinks.OperatorLifetime);
        if (!await AccountLinkStore.TryPutAsync(writing, new(appId, user.Id, LinkPurpose.Operator, expiry), OpaqueToken.Hash(token))) return (null, "the account is locked; unlock it first.");
        await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.RecoveryLinkMade, appId) with { UserId = user.Id, Detail = "operator" });
        var pages = AppPages.Base(appId, AppSettings.TryParse(app.Settings) ?? AppSettings.Default, app.Origins, options);
        return (new(AppPages.Recover(pages, token).AbsoluteUri, user.Id, expiry), null);
    }
}
