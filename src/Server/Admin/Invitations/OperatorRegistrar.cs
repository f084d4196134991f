using System.Buffers.Text;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;

namespace Keystile.Server.Admin.Invitations;

/// <summary>Turns a link and a verified registration into an operator with a passkey and a session: all of them, or none. The link's row decides who of many.</summary>
internal sealed class OperatorRegistrar(Registrar registrar, TimeProvider time)
{
    public async Task<Outcome<OperatorJoined>> RegisterAsync(HttpContext http, App app, CeremonyAnswer answer)
    {
        InvitationRow? invitation = null;
        var registered = await registrar.RegisterAsync(http, app, answer, async (writing, user) =>
        {
            var now = time.GetUtcNow();
            invitation = await InvitationStore.TakeAsync(writing, Base64Url.DecodeFromChars(answer.Token.Purpose), now);
            if (invitation is null) return Problem.InvitationNotFound;
            await OperatorStore.AddAsync(writing, user.Id, invitation.Role, invitation.InvitedBy, now);
            await EventStore.AddAsync(writing, new(EventKind.OperatorJoined, app.Id, now)
            {
                UserId = user.Id,
                Operator = invitation.InvitedBy,
                Device = Device.Of(http.Request).ToString(),
                Detail = Roles.Write(invitation.Role),
            });
            return null;
        });
        return registered.IsGood ? new OperatorJoined(registered.Value.User, registered.Value.Passkey, Roles.Write(invitation!.Role)) : registered.Problem;
    }
}
