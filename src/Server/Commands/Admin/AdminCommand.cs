using System.CommandLine;
using System.Globalization;
using Keystile.Server.Admin.Invitations;
using Keystile.Server.Admin;
using Keystile.Server.Apps;
using Keystile.Server.Commands.Data;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Commands.Admin;

/// <summary><c>keystile admin invite|list|remove</c>: the console's operators, for whoever has the server itself.</summary>
internal static class AdminCommand
{
    public static Command Create() => new("admin", "The operators of the console.") { InviteVerb(), ListVerb(), RemoveVerb() };

    private static Command InviteVerb()
    {
        var role = new Option<string>("--role") { Description = "owner, who changes everything, or viewer, who looks.", DefaultValueFactory = _ => "owner" };
        role.AcceptOnlyFromAmong("owner", "viewer");
        var verb = new Command("invite", "Print a link by which one person becomes an operator, once, within 24 hours.") { role, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            var link = new OperatorLinks(database, options, TimeProvider.System).New(parsed.GetRequiredValue(role) == "owner" ? OperatorRole.Owner : OperatorRole.Viewer, invitedBy: null);
            await database.WriteAsync(async writing =>
            {
                await OperatorStore.EnsureAppAsync(writing, ConsoleApp.Row(options, link.Row.CreatedAt));
                await InvitationStore.AddAsync(writing, link.Row);
                await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.OperatorInvited, OperatorStore.AppId) with { Detail = Roles.Write(link.Row.Role) });
                return true;
            });
            await parsed.AnswerAsync(new Invited(link.Url, Roles.Write(link.Row.Role), link.Row.ExpiresAt), $"{link.Url}\nIt works once, until {link.Row.ExpiresAt.ToString("u", CultureInfo.InvariantCulture)}.");
            return null;
        }));
        return verb;
    }

    private static Command ListVerb()
    {
        var verb = new Command("list", "The operators.") { VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var operators = (await database.ReadAsync(OperatorStore.ListAsync)).Select(OperatorLine.Of).ToArray();
            await parsed.AnswerAsync(operators, operators.Select(one => $"{one.Username}  {one.Role}  since {one.CreatedAt.ToString("u", CultureInfo.InvariantCulture)}{(one.InvitedBy is null ? "" : "  invited by " + one.InvitedBy)}"));
            return null;
        }));
        return verb;
    }

    private static Command RemoveVerb()
    {
        var name = new Argument<string>("NAME") { Description = "The operator's name, as keystile admin list shows it." };
        var verb = new Command("remove", "Remove an operator with passkeys and sessions; never the last owner.") { name, VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var removed = Guid.Empty;
            var wanted = parsed.GetRequiredValue(name);
            var wrong = await database.WriteAsync(async writing =>
            {
                if (Username.TryCreate(wanted) is not { } username || await UserStore.FindByUsernameAsync(writing, OperatorStore.AppId, username) is not { } user) return $"there is no operator {wanted}; keystile admin list names them.";
                if (!await OperatorStore.TryRemoveAsync(writing, user.Id)) return $"{wanted} is the last owner; make a link for another first, with keystile admin invite.";
                await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.OperatorRemoved, OperatorStore.AppId) with { UserId = user.Id, Detail = username.Text });
                removed = user.Id;
                return null;
            });
            if (wrong is null) await parsed.AnswerAsync(new Changed(removed.ToString(), "removed"));
            return wrong;
        }));
        return verb;
    }
}

/// <summary>A link, shown this once.</summary>
internal sealed record Invited(string Link, string Role, DateTimeOffset ExpiresAt);

/// <summary>An operator as a command shows it.</summary>
internal sealed record OperatorLine(string Id, string Username, string Role, string? InvitedBy, DateTimeOffset CreatedAt)
{
    public static OperatorLine Of(OperatorRow row) => new(row.User.Id.ToString(), row.User.Username?.Text ?? "", Roles.Write(row.Role), row.InvitedBy, row.CreatedAt);
}
