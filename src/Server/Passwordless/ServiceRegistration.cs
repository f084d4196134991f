using Keystile.Server.Accounts;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>A page registers a passkey for the user that its backend named.</summary>
internal sealed class ServiceRegistration(AppDirectory apps, RateLimiter limiter, ServiceTokens tokens, Database database, Challenges challenges, TimeProvider time)
{
    private const int MaxNickname = 64;

    public async Task<Results<Ok<ServiceRegistrationBegun>, Problem>> BeginAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadFromPageAsync(http, app, limiter, RateLimit.BeginByAddress, "token");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("token", out var text) is { } wrong) return wrong;
        var opened = tokens.Open(app, TokenKinds.Register, text);
        if (!opened.IsGood) return opened.Problem;
        var token = opened.Value;

        var (isMeant, passkeys) = await database.LookUpAsync(async reading => (await ServiceTokens.IsStillMeantAsync(reading, token), await ServiceUsers.CredentialsAsync(reading, app, token.User)));
        if (!isMeant) return Problem.InvalidToken;
        if (passkeys.Count >= app.Settings.PasskeysPerUser) return Problem.PasskeyLimit;
        var attestation = app.AtLeast(token.Attestation);
        var party = new RelyingParty(app.RelyingParty.Options with { Attestation = attestation, ResidentKey = token.Discoverable ? ResidentKey.Required : ResidentKey.Discouraged }, time);
        RequestOrigin.Check(http, app, out var origin);
        var start = party.BeginRegistration(new()
        {
            UserHandle = token.User,
            UserName = token.UserName,
            DisplayName = token.DisplayName,
            ExcludeCredentials = passkeys,
            Origin = origin,
            AuthenticatorAttachment = token.Attachment,
            UserVerification = app.AtLeast(token.UserVerification),
            Hints = token.Hints,
        });
        var ceremony = ChallengeToken.For(app, start.Ceremony, token.UserName, token.DisplayName, time.GetUtcNow());
        return TypedResults.Ok(new ServiceRegistrationBegun(start.Options, tokens.Issue(TokenKinds.Session, SessionToken.Of(app, ceremony, token, time.GetUtcNow()) with { Aliases = token.Aliases, Attestation = attestation })));
    }

    public async Task<Results<Ok<TokenAnswer>, Problem>> CompleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await ServiceBody.ReadFromPageAsync(http, app, limiter, RateLimit.CompleteByAddress, "session", "response", "nickname");
        if (!body.IsGood) return body.Problem;
        if (body.Value.Text("session", out var text) is { } wrong) return wrong;
        if (body.Value.Text("nickname", out var nickname) is { } wrongNickname) return wrongNickname;
        var opened = tokens.Open(app, TokenKinds.Session, text);
        if (!opened.IsGood) return opened.Problem;
        if (opened.Value.Ceremony.Flow != CeremonyFlow.Registration || opened.Value.Ceremony.RpId != app.RpId) return Problem.InvalidToken;
        if (!string.IsNullOrEmpty(nickname) && (nickname.Length > MaxNickname || DisplayText.TryParse(nickname) is null)) return Problem.InvalidName;
        var credential = ClientCredential.Read(body.Value.Raw("response"));
        if (!credential.IsGood) return credential.Problem;

        var outcome = await challenges.ReportAsync(http, app, CeremonyFlow.Registration, () => StoreAsync(http, app, opened.Value, credential.Value, nickname is "" ? null : nickname));
        return outcome.IsGood ? TypedResults.Ok(new TokenAnswer(tokens.Issue(TokenKinds.Verify, outcome.Value))) : outcome.Problem;
    }

    private async Task<Outcome<VerifyToken>> StoreAsync(HttpContext http, App app, SessionToken session, byte[] credential, string? nickname)
    {
        var response = RegistrationResponse.Parse(credential);
        if (!response.IsAccepted) return Refused(response.Rejection);
        var party = new RelyingParty(app.RelyingParty.Options with { Attestation = app.AtLeast(session.Attestation ?? AttestationConveyance.None) }, time);
        var verdict = party.CompleteRegistration(session.Ceremony.ToRegistration(), response.Value);
        if (!verdict.IsAccepted) return Refused(verdict.Rejection);
        var (verified, now, device) = (verdict.Value, time.GetUtcNow(), Device.Of(http.Request));
        var (given, from) = (nickname ?? PasskeyNames.Of(verified.Aaguid, device), device.ToString());
        var name = given;
        var passkey = Guid.CreateVersion7(now);
        var user = new UserRow { Id = Guid.CreateVersion7(now), AppId = app.Id, Handle = session.Ceremony.UserHandle!, DisplayName = session.Ceremony.DisplayName!, CreatedAt = now };
        var problem = await database.WriteAsync<Problem?>(async writing =>
        {
            if (await writing.TryAsync(ServiceTokens.ToSpend(session, SpentKind.Register)) is not null) return Problem.InvalidToken;
            if (!await ServiceTokens.IsStillMeantAsync(writing, session))
            {
                writing.RollBack();
                return Problem.InvalidToken;
            }
            var isNew = await UserStore.TryAddAsync(writing, user) == UserOutcome.Done;
            var owner = isNew ? user : await UserStore.FindByHandleAsync(writing, app.Id, user.Handle);
            if (owner is not null && nickname is null) name = PasskeyNames.Among(given, (await CredentialStore.HoldAsync(writing, app.Id, owner.Id)).Select(sibling => sibling.Name));
            if (owner is not null && await CredentialStore.TryAddAsync(writing, app.Id, passkey, owner.Id, verified, name, app.Settings.PasskeysPerUser, now, from))
            {
                await EventStore.AddAsync(writing, new(isNew ? EventKind.Registered : EventKind.PasskeyConnected, app.Id, now) { UserId = owner.Id, CredentialId = passkey, Device = from });
                if (session.Aliases is null || await AliasStore.TryReplaceAsync(writing, app.Id, owner.Id, session.Aliases.Select(alias => alias.ToRow()), now)) return null;
                writing.RollBack();
                return Problem.AliasConflict;
            }
            var limited = owner is not null && (await CredentialStore.ListAsync(writing, app.Id, owner.Id)).Count >= app.Settings.PasskeysPerUser;
            writing.RollBack();
            return owner?.LockedAt is not null ? Problem.AccountLocked : limited ? Problem.PasskeyLimit : Refused(Rejection.CredentialAlreadyRegistered);
        });
        if (problem is not null) return problem;
        return new VerifyToken
        {
            App = app.Id,
            IssuedAt = now.ToUnixTimeSeconds(),
            ExpiresAt = (now + VerifyToken.Lifetime).ToUnixTimeSeconds(),
            User = user.Handle,
            Type = "passkey_register",
            RpId = app.RpId,
            Origin = verified.Origin,
            Device = from,
            Nickname = name,
            Credential = verified.Record.Id,
        };
    }

    private static Problem Refused(Rejection rejection) => Problem.InvalidRegistration with { Title = rejection.Sentence, Step = rejection.RegistrationStep, Reason = rejection.Code };
}
