using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Admin.Playground;

/// <summary>The app's own relying party, which here also takes the console's origin. Its tokens are of a flow of their own: no endpoint that grants something takes them.</summary>
internal sealed class PlaygroundRun(Database database, AppDirectory apps, ServerOptions options, ChallengeTokens tokens, TimeProvider time)
{
    private const string UserName = "playground";

    public async ValueTask<App?> FindAsync(string id)
    {
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, id)) is not { } row) return null;
        var app = apps.From(row);
        var party = app.RelyingParty.Options;
        return new(app.Id, new RelyingParty(party with { Origins = [.. party.Origins.Append(options.Origin).Distinct()] }, time), app.Settings);
    }

    public RegistrationBegun BeginRegistration(App app)
    {
        var start = app.RelyingParty.BeginRegistration(new() { UserHandle = UserHandle.NewRandom(), UserName = UserName, DisplayName = "Playground", Origin = options.Origin });
        var token = ChallengeToken.For(app, start.Ceremony, UserName, UserName, time.GetUtcNow()) with { Flow = CeremonyFlow.Playground };
        return new(start.Options, tokens.Issue(token), token.Expiry);
    }

    public static PlaygroundReport ExplainRegistration(App app, ChallengeToken token, ReadOnlyMemory<byte> credential)
    {
        var response = RegistrationResponse.Parse(credential.Span);
        if (!response.IsAccepted) return PlaygroundReport.Unreadable(credential, response.Rejection);
        var report = app.RelyingParty.ExplainRegistration(token.ToRegistration(), response.Value);
        return PlaygroundReport.Of(credential, report) with { Record = report.Verdict.IsAccepted ? PlaygroundRecord.Of(report.Verdict.Value) : null };
    }

    /// <summary>For the passkey just made here, or for whichever passkey of the app the person picks.</summary>
    public AuthenticationBegun BeginAuthentication(App app, CredentialRecord? record)
    {
        var request = new AuthenticationRequest { Origin = options.Origin };
        if (record is not null) request = request with { UserHandle = record.UserHandle, AllowCredentials = [new(record.Id, [])] };
        var start = app.RelyingParty.BeginAuthentication(request);
        var token = ChallengeToken.For(app, start.Ceremony, time.GetUtcNow()) with { Flow = CeremonyFlow.Playground };
        return new(start.Options, tokens.Issue(token), token.Expiry);
    }

    public async ValueTask<PlaygroundReport> ExplainAuthenticationAsync(App app, ChallengeToken token, ReadOnlyMemory<byte> credential, CredentialRecord? record)
    {
        var response = AuthenticationResponse.Parse(credential.Span);
        if (!response.IsAccepted) return PlaygroundReport.Unreadable(credential, response.Rejection);
        if (record is null || !record.Id.Equals(response.Value.Id))
        {
            record = (await database.ReadAsync(reading => CredentialStore.FindAsync(reading, app.Id, app.RpId, response.Value.Id)))?.Credential.Record;
        }
        return PlaygroundReport.Of(credential, app.RelyingParty.ExplainAuthentication(token.ToAuthentication(), response.Value, record));
    }
}
