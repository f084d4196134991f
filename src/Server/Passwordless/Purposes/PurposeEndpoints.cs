using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Passwordless;

/// <summary>A purpose on the wire. Time to live goes out in seconds and comes in as <c>hh:mm:ss</c>, or seconds.</summary>
internal sealed record PurposeBody(string Purpose, string UserVerification, int TimeToLive, IReadOnlyList<string> Hints);

/// <summary>All purposes of an app.</summary>
internal sealed record PurposeList(IReadOnlyList<PurposeBody> Values);

/// <summary>The backend says what sign-ins can be for: <c>/auth-configs</c>. They stand in the app's settings, which every request reads anyway.</summary>
internal sealed class PurposeEndpoints(AppDirectory apps, Database database, TimeProvider time)
{
    private const int MostPurposes = 50;

    public Ok<PurposeList> List(HttpContext http)
    {
        var asked = http.Request.Query["purpose"].ToString();
        var all = Purpose.All(apps.Of(http)).Where(purpose => asked.Length == 0 || purpose.Name == asked);
        return TypedResults.Ok(new PurposeList([.. all.Select(Body)]));
    }

    /// <summary>A purpose that is there already is a conflict, the presets too.</summary>
    public async Task<Results<Created, Problem>> AddAsync(HttpContext http) =>
        await ChangeAsync(http, (app, given) => Purpose.Find(app, given.Name) is not null ? null
            : app.Settings.Purposes.Count >= MostPurposes ? null : [.. app.Settings.Purposes, given], Problem.PurposeTaken) is { } problem ? problem : TypedResults.Created();

    public async Task<Results<NoContent, Problem>> SetAsync(HttpContext http) =>
        await ChangeAsync(http, (app, given) => Purpose.Find(app, given.Name) is null ? null
            : [.. app.Settings.Purposes.Where(own => own.Name != given.Name), given], Problem.UnknownPurpose) is { } problem ? problem : TypedResults.NoContent();

    public async Task<Results<NoContent, Problem>> DeleteAsync(HttpContext http)
    {
        var body = await ServiceBody.ReadAsync(http.Request, "purpose");
        if (!body.IsGood) return body.Problem;
        if (NameIn(body.Value, out var name) is { } wrong) return wrong;
        if (Purpose.IsPreset(name)) return Problem.PurposeTaken with { Detail = "sign-in and step-up can be changed but not deleted." };
        return await ChangeAsync(http, app => app.Settings.Purposes.All(own => own.Name != name) ? null
            : [.. app.Settings.Purposes.Where(own => own.Name != name)], Problem.UnknownPurpose) is { } problem ? problem : TypedResults.NoContent();
    }

    private async Task<Problem?> ChangeAsync(HttpContext http, Func<App, Purpose, IReadOnlyList<Purpose>?> change, Problem refusal)
    {
        var body = await ServiceBody.ReadAsync(http.Request, "purpose", "userVerification", "userVerificationRequirement", "timeToLive", "hints");
        if (!body.IsGood) return body.Problem;
        if (NameIn(body.Value, out var name) is { } wrongName) return wrongName;
        if (body.Value.Word("userVerificationRequirement", "preferred", ServiceBody.UserVerifications, out var older) is { } wrongOlder) return wrongOlder;
        if (body.Value.Word("userVerification", older, ServiceBody.UserVerifications, out var verification) is { } wrongVerification) return wrongVerification;
        if (body.Value.Lifetime("timeToLive", (int)VerifyToken.Lifetime.TotalSeconds, Purpose.LongestSeconds, out var lifetime) is { } wrongLifetime) return wrongLifetime;
        if (body.Value.Hints("hints", out var hints) is { } wrongHints) return wrongHints;
        var given = new Purpose(name, Enum.Parse<UserVerification>(verification, ignoreCase: true), (int)lifetime.TotalSeconds, hints);
        return await ChangeAsync(http, app => change(app, given), refusal);
    }

    /// <summary>Reads, changes and writes the settings as one: two backends at once lose nothing.</summary>
    private Task<Problem?> ChangeAsync(HttpContext http, Func<App, IReadOnlyList<Purpose>?> change, Problem refusal) => database.WriteAsync(async writing =>
    {
        if (await AppStore.FindToChangeAsync(writing, apps.Of(http).Id) is not { } row) return Problem.InvalidApiKey;
        if (change(apps.From(row)) is not { } purposes) return refusal;
        await AppStore.UpdateAsync(writing, row with { Settings = SettingsEdit.WithPurposes(row.Settings, purposes) });
        await EventStore.AddAsync(writing, BackendActs.Act(EventKind.AppChanged, http, apps.Of(http), time.GetUtcNow()) with { Detail = "purposes" });
        return (Problem?)null;
    });

    private static Problem? NameIn(ServiceBody body, out string name)
    {
        var wrong = body.Text("purpose", out var text);
        name = text ?? "";
        return wrong ?? (Ceremonies.DisplayText.TryParse(text) == text && name.Length is > 0 and <= Purpose.MaxNameLength ? null : JsonMembers.WrongType("purpose", "a name of 1 to 64 characters"));
    }

    private static PurposeBody Body(Purpose purpose) => new(purpose.Name, purpose.UserVerification.ToString().ToLowerInvariant(), purpose.Seconds, purpose.Hints);
}
