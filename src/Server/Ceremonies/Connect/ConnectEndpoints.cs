using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Ceremonies;

/// <summary>Connecting a passkey to the account that is signed in, however it signed in.</summary>
internal static class ConnectEndpoints
{
    /// <summary>Shorter than a registration: the person is at the page and asked for it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    public static void MapConnect(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/webauthn/connect/options", Begin).WithMetadata(KeyRule.MayRegister, OpenToRecovery.Route);
        routes.MapPost("/api/webauthn/connect/verify", Complete).WithMetadata(KeyRule.MayRegister, OpenToRecovery.Route);
    }

    private static async Task<Results<Ok<RegistrationBegun>, Problem>> Begin(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader sessions, ChallengeTokens tokens, Database database, TimeProvider time)
    {
        var app = apps.Of(http);
        var begin = await SignedInBegin.ReadAsync(http, app, limiter, sessions);
        if (!begin.IsGood) return begin.Problem;
        var (row, user) = (begin.Value.Session.Row, begin.Value.Session.User);
        var body = await JsonMembers.ReadAsync(http.Request, "email", "username", "attachment", "mediation");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("email", out var email) is { } wrongEmail) return wrongEmail;
        if (body.Value.Text("username", out var username) is { } wrongUsername) return wrongUsername;
        if (body.Value.Text("attachment", out var attachment) is { } wrongAttachment) return wrongAttachment;
        if (body.Value.Text("mediation", out var mediation) is { } wrongMediation) return wrongMediation;
        if (attachment is not (null or "platform" or "cross-platform")) return Problem.InvalidRequest with { Detail = "attachment is platform or cross-platform." };
        if (!IsNameOf(user, email) || !IsNameOf(user, username)) return Problem.NotYourAccount;

        var passkeys = await database.LookUpAsync(reading => CredentialStore.ListAsync(reading, app.Id, user.Id));
        if (passkeys.Count >= Connector.MostOf(app, row, passkeys.Count)) return Problem.PasskeyLimit;
        var now = time.GetUtcNow();
        if (passkeys.Count > 0 && !row.MayEnrol(now)) return Problem.StepUpRequired;
        if (passkeys.Count == 0 && row.Recovery is null && app.Settings.ConnectWithinSeconds is { } seconds && row.AuthTime.AddSeconds(seconds) <= now) return Problem.FreshSignInRequired;

        var name = UserBody.Of(user).Username;
        var start = app.RelyingParty.BeginRegistration(new()
        {
            UserHandle = user.Handle,
            UserName = name,
            DisplayName = user.DisplayName,
            ExcludeCredentials = [.. passkeys.Select(passkey => new WebAuthn.CredentialDescriptor(passkey.Record.Id, passkey.Transports))],
            Origin = begin.Value.Origin,
            Conditional = mediation == "conditional",
            AuthenticatorAttachment = attachment,
            Hints = attachment == "platform" ? ["client-device"] : [],
        });
        var token = ChallengeToken.For(app, start.Ceremony, name, user.DisplayName, now).In(row, CeremonyFlow.Connect, Lifetime);
        var options = start.Options with { TimeoutMilliseconds = (long)Lifetime.TotalMilliseconds };
        return TypedResults.Ok(new RegistrationBegun(options, tokens.Issue(token), token.Expiry));
    }

    /// <summary>A name in the body chooses nothing; it can only be the session's own, or nothing at all.</summary>
    private static bool IsNameOf(UserRow user, string? name) => name is null
        || (Username.TryCreate(name) is { } username && username.Equals(user.Username))
        || (EmailAddress.TryCreate(name) is { } email && email.Equals(user.Email));

    private static async Task<Results<Ok<Connected>, Problem>> Complete(
        HttpContext http, AppDirectory apps, RateLimiter limiter, SessionReader sessions, ChallengeTokens tokens, Connector connector, Registrar registrar, SessionCookie cookie)
    {
        var app = apps.Of(http);
        var answer = await SignedInAnswer.ReadAsync(http, app, CeremonyFlow.Connect, limiter, sessions, tokens);
        if (!answer.IsGood) return answer.Problem;
        var connected = await connector.ConnectAsync(http, app, answer.Value);
        if (connected.IsGood && answer.Value.Session.Row.Recovery is not null) cookie.Delete(http.Response);
        if (connected.IsGood) return TypedResults.Ok(connected.Value);
        if (connected.Problem == Problem.ChallengeUsed && await registrar.FindEarlierAsync(app, answer.Value.Ceremony) is { } earlier) return TypedResults.Ok(new Connected(earlier.Passkey));
        return connected.Problem;
    }
}
