using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Conformance;

/// <summary><c>/assertion/options</c> and <c>/assertion/result</c>.</summary>
internal sealed class ConformanceAuthentication(AppDirectory apps, ChallengeTokens tokens, Challenges challenges, Database database, TimeProvider time)
{
    public async Task<IResult> BeginAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await JsonMembers.ReadAsync(http.Request, "username", "userVerification", "extensions");
        if (!body.IsGood) return ConformanceAnswer.Failed(body.Problem);
        if (body.Value.Text("username", out var name) is { } wrongName) return ConformanceAnswer.Failed(wrongName);
        if (body.Value.Text("userVerification", out var word) is { } wrongWord) return ConformanceAnswer.Failed(wrongWord);
        if (Username.TryCreate(name) is not { } username) return ConformanceAnswer.Failed(Problem.InvalidUsername);
        if (!ConformanceRequest.TryReadVerification(word, out var verification)) return ConformanceAnswer.Failed(Problem.InvalidRequest);
        if (await database.ReadAsync(reading => UserStore.FindByUsernameAsync(reading, app.Id, username)) is not { } user)
        {
            return ConformanceAnswer.Failed(Problem.Of(Rejection.UnknownCredential, CeremonyKind.Authentication));
        }

        var passkeys = await database.ReadAsync(reading => CredentialStore.ListAsync(reading, app.Id, user.Id));
        var start = ConformanceRequest.Party(app, time).BeginAuthentication(new()
        {
            UserHandle = user.Handle,
            AllowCredentials = [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Record.Id, passkey.Transports))],
            UserVerification = verification,
        });
        ConformanceRequest.Carry(http, tokens.Issue(ChallengeToken.For(app, start.Ceremony, time.GetUtcNow())));
        var options = JsonSerializer.SerializeToNode(start.Options, ServerJson.Default.RequestOptions)!.AsObject();
        options["extensions"] = ConformanceRequest.Echo(body.Value.Raw("extensions"));
        return ConformanceAnswer.Ok(options);
    }

    public async Task<IResult> CompleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var credential = await ConformanceRequest.ReadCredentialAsync(http.Request);
        if (!credential.IsGood) return ConformanceAnswer.Failed(credential.Problem);
        var token = ConformanceRequest.OpenToken(http, app, CeremonyFlow.Authentication, tokens);
        if (!token.IsGood) return ConformanceAnswer.Failed(token.Problem);
        if (await RefuseAsync(app, token.Value, credential.Value) is not { } problem) return ConformanceAnswer.Ok();
        await challenges.SpendAsync(http, app, token.Value, problem);
        return ConformanceAnswer.Failed(problem);
    }

    /// <summary>Verifies and writes the sign-in down; returns why not.</summary>
    private async Task<Problem?> RefuseAsync(App app, ChallengeToken token, byte[] credential)
    {
        var response = AuthenticationResponse.Parse(credential);
        if (!response.IsAccepted) return Problem.Of(response.Rejection, CeremonyKind.Authentication);
        var found = await database.ReadAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, response.Value.Id));
        var verdict = ConformanceRequest.Party(app, time).CompleteAuthentication(token.ToAuthentication(), response.Value, found?.Credential.Record);
        if (!verdict.IsAccepted) return Problem.Of(verdict.Rejection, CeremonyKind.Authentication);
        return await database.WriteAsync<Problem?>(async writing =>
        {
            if (!await Challenges.TrySpendAsync(writing, token)) return Problem.ChallengeUsed;
            return await CredentialStore.TryAdvanceAsync(writing, app.Id, app.RpId, verdict.Value, initializeUserVerification: false, time.GetUtcNow(), null)
                ? null
                : Problem.Of(Rejection.SignCountNotIncreased, CeremonyKind.Authentication);
        });
    }
}
