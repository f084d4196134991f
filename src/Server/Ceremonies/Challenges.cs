using System.Buffers.Text;
using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Ceremonies;

/// <summary>One challenge, one attempt: the frame around every ceremony's answer.</summary>
internal sealed class Challenges(Database database, ILogger<Challenges> log)
{
    /// <summary>Makes the one attempt. What came of it is reported, and a refusal spends the token all the same, so that nobody tries a second answer on it.</summary>
    public async Task<Outcome<T>> AttemptAsync<T>(HttpContext http, App app, ChallengeToken token, Func<Task<Outcome<T>>> attempt) where T : class
    {
        var outcome = await attempt();
        Report(http, app, token.Flow, outcome.Problem);
        if (!outcome.IsGood) await SpendAsync(token);
        return outcome;
    }

    /// <summary>Tells operators what came of a ceremony; no problem means that it was accepted.</summary>
    public void Report(HttpContext http, App app, CeremonyFlow flow, Problem? problem)
    {
        if (problem is null) log.CeremonyAccepted(NameOf(flow), app.Id);
        else log.CeremonyRefused(NameOf(flow), app.Id, problem.Code, http.TraceIdentifier);
    }

    /// <summary>Spends the token in the transaction of what its answer acknowledges; false where it was spent before.</summary>
    public static ValueTask<bool> TrySpendAsync(Transaction transaction, ChallengeToken token) =>
        ChallengeLedger.TrySpendAsync(transaction, Base64Url.DecodeFromChars(token.Id), SpentKind.Challenge, token.Expiry);

    /// <summary>Spends the token of a refused answer.</summary>
    public async Task SpendAsync(ChallengeToken token)
    {
        try
        {
            await database.WriteAsync(writing => TrySpendAsync(writing, token));
        }
        catch (DatabaseUnavailableException)
        {
            // The refusal stands by itself; only its second line of defence is missing, and the token soon expires.
        }
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
