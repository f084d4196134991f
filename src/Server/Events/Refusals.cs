using System.Collections.Concurrent;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Events;

/// <summary>Records refusals: one by one as long as they are few, and counted together beyond that, so that no flood of garbage fills the disk.</summary>
internal sealed class Refusals(Database database, TimeProvider time)
{
    /// <summary>How many of an app are recorded one by one in a minute.</summary>
    public const int MostPerMinute = 60;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> _recent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string? App, string Code), int> _counted = new();

    /// <summary>The event of a refused ceremony. Whose it was is known only of somebody who is signed in: a name in a request is anybody's.</summary>
    public static EventRow Of(HttpContext http, App app, CeremonyFlow flow, Problem problem, DateTimeOffset now, LiveSession? session = null) => new(KindOf(flow, problem), app.Id, now)
    {
        UserId = session?.User.Id,
        SessionId = session?.Row.Id,
        Device = Device.Of(http.Request).ToString(),
        Detail = problem.Reason,
    };

    /// <summary>Whether this one may have an event of its own; where not, it has been counted.</summary>
    public bool Admits(EventRow refusal)
    {
        var minute = refusal.At.ToUnixTimeSeconds() / 60;
        var recent = _recent.AddOrUpdate(refusal.AppId ?? "", static (_, now) => (now, 1), static (_, before, now) => before.Minute == now ? (now, before.Count + 1) : (now, 1), minute);
        if (recent.Count <= MostPerMinute) return true;
        Count(refusal.AppId, refusal.Detail ?? EventNames.Of(refusal.Kind).Name);
        return false;
    }

    /// <summary>Counts a refusal that is not worth an event of its own. The app must be one that exists, the code one of ours: what a caller chose must not be counted by.</summary>
    public void Count(string? app, string code) => _counted.AddOrUpdate((app, code), 1, static (_, count) => count + 1);

    /// <summary>Records a refusal that no transaction goes with. Where the database is away it is only counted, and recorded when it is back.</summary>
    public async Task RecordAsync(EventRow refusal)
    {
        if (!Admits(refusal)) return;
        try
        {
            await database.WriteAsync(writing => EventStore.AddAsync(writing, refusal));
        }
        catch (DatabaseUnavailableException)
        {
            Count(refusal.AppId, refusal.Detail ?? EventNames.Of(refusal.Kind).Name);
        }
    }

    /// <summary>Records what was counted since the last time.</summary>
    public async Task FlushAsync()
    {
        var now = time.GetUtcNow();
        List<EventRow> counted = [];
        foreach (var key in _counted.Keys)
        {
            if (_counted.TryRemove(key, out var times)) counted.Add(new(EventKind.RequestsRefused, key.App, now) { Actor = EventActor.System, Detail = key.Code, Times = times });
        }
        if (counted.Count == 0) return;
        try
        {
            await database.WriteAsync(async writing =>
            {
                foreach (var row in counted) await EventStore.AddAsync(writing, row);
            });
        }
        catch (DatabaseUnavailableException)
        {
            foreach (var row in counted) _counted.AddOrUpdate((row.AppId, row.Detail!), row.Times, (_, since) => since + row.Times);
            throw;
        }
    }

    /// <summary>A counter that did not grow is an alarm, also where it is refused: the passkey may have been copied.</summary>
    private static EventKind KindOf(CeremonyFlow flow, Problem problem) => flow switch
    {
        _ when problem.Reason == Rejection.SignCountNotIncreased.Code => EventKind.SignCountRegressed,
        CeremonyFlow.Registration => EventKind.RegistrationRefused,
        CeremonyFlow.Connect => EventKind.ConnectRefused,
        CeremonyFlow.Stepup => EventKind.StepUpRefused,
        _ => EventKind.SignInRefused,
    };
}
