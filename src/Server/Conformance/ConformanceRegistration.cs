using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Conformance;

/// <summary><c>/attestation/options</c> and <c>/attestation/result</c>.</summary>
internal sealed class ConformanceRegistration(AppDirectory apps, ChallengeTokens tokens, Challenges challenges, Database database, TimeProvider time)
{
    public async Task<IResult> BeginAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var body = await JsonMembers.ReadAsync(http.Request, "username", "displayName", "authenticatorSelection", "attestation", "extensions");
        if (!body.IsGood) return ConformanceAnswer.Failed(body.Problem);
        if (body.Value.Text("username", out var name) is { } wrongName) return ConformanceAnswer.Failed(wrongName);
        if (body.Value.Text("displayName", out var displayName) is { } wrongDisplayName) return ConformanceAnswer.Failed(wrongDisplayName);
        if (body.Value.Text("attestation", out var attestation) is { } wrongAttestation) return ConformanceAnswer.Failed(wrongAttestation);
        if (Username.TryCreate(name) is not { } username) return ConformanceAnswer.Failed(Problem.InvalidUsername);
        if (DisplayText.TryParse(displayName) is not { } shown) return ConformanceAnswer.Failed(Problem.InvalidName);
        if (ReadSelection(body.Value.Raw("authenticatorSelection"), out var verification) is { } wrongSelection) return ConformanceAnswer.Failed(wrongSelection);

        var (user, passkeys) = await database.ReadAsync(reading => FindAsync(reading, app, username));
        var start = ConformanceRequest.Party(app, time).BeginRegistration(new()
        {
            UserHandle = user?.Handle ?? UserHandle.NewRandom(),
            UserName = username.Text,
            DisplayName = shown,
            ExcludeCredentials = [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Record.Id, passkey.Transports))],
            UserVerification = verification,
        });
        ConformanceRequest.Carry(http, tokens.Issue(ChallengeToken.For(app, start.Ceremony, username.Text, shown, time.GetUtcNow())));
        var options = JsonSerializer.SerializeToNode(start.Options, ServerJson.Default.CreationOptions)!.AsObject();
        options["attestation"] = attestation ?? "none";
        options["authenticatorSelection"] = ConformanceRequest.Echo(body.Value.Raw("authenticatorSelection"));
        options["extensions"] = ConformanceRequest.Echo(body.Value.Raw("extensions"));
        return ConformanceAnswer.Ok(options);
    }

    public async Task<IResult> CompleteAsync(HttpContext http)
    {
        var app = apps.Of(http);
        var credential = await ConformanceRequest.ReadCredentialAsync(http.Request);
        if (!credential.IsGood) return ConformanceAnswer.Failed(credential.Problem);
        var token = ConformanceRequest.OpenToken(http, app, CeremonyFlow.Registration, tokens);
        if (!token.IsGood) return ConformanceAnswer.Failed(token.Problem);

        var response = RegistrationResponse.Parse(credential.Value);
        Verdict<VerifiedRegistration> verdict = response.IsAccepted
            ? ConformanceRequest.Party(app, time).CompleteRegistration(token.Value.ToRegistration(), response.Value)
            : response.Rejection;
        var problem = verdict.IsAccepted
            ? await database.WriteAsync(writing => StoreAsync(writing, app, token.Value, verdict.Value))
            : Problem.Of(verdict.Rejection, CeremonyKind.Registration);
        if (problem is null) return ConformanceAnswer.Ok();
        await challenges.SpendAsync(http, app, token.Value, problem);
        return ConformanceAnswer.Failed(problem);
    }

    private static Problem? ReadSelection(ReadOnlyMemory<byte> selection, out UserVerification verification)
    {
        verification = UserVerification.Preferred;
        if (selection.IsEmpty) return null;
        var members = JsonMembers.Parse(selection.ToArray(), "userVerification");
        if (!members.IsGood) return members.Problem;
        if (members.Value.Text("userVerification", out var word) is { } wrong) return wrong;
        return ConformanceRequest.TryReadVerification(word, out verification) ? null : Problem.InvalidRequest;
    }

    private static async ValueTask<(UserRow? User, IReadOnlyList<CredentialRow> Passkeys)> FindAsync(Transaction reading, App app, Username username) =>
        await UserStore.FindByUsernameAsync(reading, app.Id, username) is { } user ? (user, await CredentialStore.ListAsync(reading, app.Id, user.Id)) : (null, []);

    /// <summary>The account may be there already: the tool enrols several passkeys under one name.</summary>
    private async ValueTask<Problem?> StoreAsync(Transaction writing, App app, ChallengeToken token, VerifiedRegistration verified)
    {
        if (!await Challenges.TrySpendAsync(writing, token)) return Problem.ChallengeUsed;
        var now = time.GetUtcNow();
        var user = await UserStore.FindByHandleAsync(writing, app.Id, token.UserHandle!) ?? new UserRow
        {
            Id = Guid.CreateVersion7(now),
            AppId = app.Id,
            Handle = token.UserHandle!,
            Username = Username.TryCreate(token.UserName),
            DisplayName = token.DisplayName!,
            CreatedAt = now,
        };
        var outcome = user.CreatedAt == now ? await UserStore.TryAddAsync(writing, user) : UserOutcome.Done;
        if (outcome == UserOutcome.Done && await CredentialStore.TryAddAsync(writing, app.Id, Guid.CreateVersion7(now), user.Id, verified, "Conformance", app.Settings.PasskeysPerUser, now, null)) return null;
        writing.RollBack();
        return outcome == UserOutcome.Done ? Problem.Of(Rejection.CredentialAlreadyRegistered, CeremonyKind.Registration) : Problem.UsernameTaken;
    }
}
