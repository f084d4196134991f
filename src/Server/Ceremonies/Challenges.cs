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
        var outcome = await attempt();
        Log(http, app, token.Flow, outcome.Problem);
        if (!outcome.IsGood) await SpendAsync(http, app, token, outcome.Problem, session);
        return outcome;
    }

    /// <summary>Tells operators what came of a ceremony whose refusal spends nothing; no problem means that it was accepted.</summary>
    public Task ReportAsync(HttpContext http, App app, CeremonyFlow flow, Problem? problem)
    {
        Log(http, app, flow, problem);
        return problem is null ? Task.CompletedTask : refusals.RecordAsync(Refusals.Of(http, app, flow, problem, time.GetUtcNow()));
    }

    /// <summary>Spends the token in the transaction of what its answer acknowledges; false where it was spent before.</summary>
    public static ValueTask<bool> TrySpendAsync(Transaction transaction, ChallengeToken token) =>
        ChallengeLedger.TrySpendAsync(transaction, Base64Url.DecodeFromChars(token.Id), SpentKind.Challenge, token.Expiry);

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

    private void Log(HttpContext http, App app, CeremonyFlow flow, Problem? problem)
    {
        Meters.CountCeremony(NameOf(flow), problem?.Reason ?? "accepted");
        if (problem is null) log.CeremonyAccepted(NameOf(flow), app.Id);
        else log.CeremonyRefused(NameOf(flow), app.Id, problem.Reason, http.TraceIdentifier);
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
