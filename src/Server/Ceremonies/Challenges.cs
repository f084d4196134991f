using System.Buffers.Text;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Ceremonies;

/// <summary>One challenge, one attempt: the frame around every ceremony's answer.</summary>
internal sealed class Challenges(Database database, Refusals refusals, TimeProvider time, ILogger<Challenges> log)
{
    /// <summary>Makes the one attempt. What came of it is reported, and a refusal spends the token all the same, so that nobody tries a second answer on it.</summary>
    public async Task<Outcome<T>> AttemptAsync<T>(
        HttpContext http, App app, ChallengeToken token, Func<Task<Outcome<T>>> attempt, LiveSession? session = null) where T : class
    {
        var outcome = await TellAsync(http, app, token.Flow, attempt);
        if (!outcome.IsGood) await SpendAsync(http, app, token, outcome.Problem, session);
        return outcome;
    }

    /// <summary>The same for a ceremony whose refusal spends nothing.</summary>
    public async Task<Outcome<T>> ReportAsync<T>(HttpContext http, App app, CeremonyFlow flow, Func<Task<Outcome<T>>> attempt) where T : class
    {
        var outcome = await TellAsync(http, app, flow, attempt);
        if (!outcome.IsGood) await refusals.RecordAsync(Refusals.Of(http, app, flow, outcome.Problem, time.GetUtcNow()));
        return outcome;
    }

    /// <summary>Spends the token in the transaction of what its answer acknowledges; false where it was spent before.</summary>
    public static ValueTask<bool> TrySpendAsync(Transaction transaction, ChallengeToken token) =>
        ChallengeLedger.TrySpendAsync(transaction, Base64Url.DecodeFromChars(token.Id), SpentKind.Challenge, token.Expiry, token.Epoch);

    /// <summary>The same as the first step of a series.</summary>
    public static Step ToSpend(ChallengeToken token) => ChallengeLedger.ToSpend(Base64Url.DecodeFromChars(token.Id), SpentKind.Challenge, token.Expiry, token.Epoch);

    /// <summary>Spends the token of a refused answer and records why. Who sends one token again and again costs a row once.</summary>
    public async Task SpendAsync(HttpContext http, App app, ChallengeToken token, Problem problem, LiveSession? session = null)
    {
        var refusal = Refusals.Of(http, app, token.Flow, problem, time.GetUtcNow(), session);
        try
        {
            var isRecorded = refusals.Admits(refusal);
            var isFirst = await database.WriteAsync(async writing =>
            {
                var spent = await TrySpendAsync(writing, token);
                if (spent && isRecorded) await EventStore.AddAsync(writing, refusal);
                return spent;
            });
            if (!isFirst && isRecorded) refusals.Count(app.Id, problem.Reason);
        }
        catch (DatabaseUnavailableException)
        {
            // The refusal stands by itself; only its second line of defence is missing, and the token soon expires.
        }
    }

    /// <summary>Tells operators what comes of it: by the span of a trace, a meter and the log.</summary>
    private async Task<Outcome<T>> TellAsync<T>(HttpContext http, App app, CeremonyFlow flow, Func<Task<Outcome<T>>> attempt) where T : class
    {
        var ceremony = NameOf(flow);
        using var span = Traces.Begin(ceremony, app.Id);
        var outcome = await attempt();
        var told = outcome.Problem?.Reason ?? "accepted";
        span.Tell(told);
        Meters.CountCeremony(ceremony, told);
        if (outcome.IsGood) log.CeremonyAccepted(ceremony, app.Id);
        else if (outcome.Problem.IsOurs) log.CeremonyBroken(ceremony, app.Id, told, http.TraceIdentifier);
        else log.CeremonyRefused(ceremony, app.Id, told, http.TraceIdentifier);
        return outcome;
    }

    private static string NameOf(CeremonyFlow flow) => flow switch
    {
        CeremonyFlow.Registration => "registration",
        CeremonyFlow.Authentication => "authentication",
        CeremonyFlow.Connect => "connect",
        CeremonyFlow.Stepup => "stepup",
        _ => throw new ArgumentOutOfRangeException(nameof(flow)),
    };
}
