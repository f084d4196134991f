using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Sessions;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin;

/// <summary>The operator whom a request's session proves.</summary>
internal sealed record Operator(LiveSession Session, OperatorRow Row)
{
    /// <summary>An act of this operator, to be recorded in its own transaction.</summary>
    public EventRow Event(EventKind kind, string? app, DateTimeOffset now) => new(kind, app, now)
    {
        Actor = EventActor.Operator,
        Operator = Row.Name,
        SessionId = Session.Row.Id,
    };
}

/// <summary>Who may look and who may act. The database is asked every time, and again in the transaction of an act: an operator removed is one no more at the next request.</summary>
internal sealed class Operators(Database database, AppDirectory apps, SessionReader sessions, TimeProvider time)
{
    /// <summary>The operator, or why there is none that may do this.</summary>
    public async ValueTask<Outcome<Operator>> ReadAsync(HttpContext http, OperatorRole least = OperatorRole.Viewer)
    {
        var session = await sessions.ReadAsync(http, apps.Admin);
        if (!session.IsGood) return session.Problem;
        var row = await database.LookUpAsync(reading => OperatorStore.FindAsync(reading, session.Value.User.Id));
        return row is null ? Problem.NotSignedIn : row.Role < least ? Problem.OwnersOnly : new Operator(session.Value, row);
    }

    /// <summary>Runs an owner's act in one transaction that first asks anew who acts. A problem undoes what was written.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="raised">Whether it takes a fresh proof: all that a stolen session must not do.</param>
    /// <param name="work">Returns why not, or null where it was done.</param>
    /// <param name="alone">Whether nobody's role may change beside it: what the act leaves behind is undone by whoever takes the actor's role, who must find it.</param>
    public Task<Problem?> ActAsync(Operator actor, bool raised, Func<Transaction, ValueTask<Problem?>> work, bool alone = false) => database.WriteAsync(async writing =>
    {
        if (alone) await OperatorStore.HoldAsync(writing);
        var problem = await BarredAsync(writing, actor, raised) ?? await work(writing);
        if (problem is not null) writing.RollBack();
        return problem;
    });

    /// <summary>The commonest act: it changes one thing, and is recorded.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="raised">Whether it takes a fresh proof.</param>
    /// <param name="record">What is recorded of it.</param>
    /// <param name="change">Returns whether the thing is there.</param>
    public async Task<Results<NoContent, Problem>> ActAsync(Operator actor, bool raised, EventRow record, Func<Transaction, ValueTask<bool>> change)
    {
        var problem = await ActAsync(actor, raised, async writing =>
        {
            if (!await change(writing)) return Problem.NotFound;
            await EventStore.AddAsync(writing, record);
            return null;
        });
        return problem is null ? TypedResults.NoContent() : problem;
    }

    /// <summary>Records that personal data was read, and by whom.</summary>
    public Task RecordReadAsync(Operator actor, string app, Guid? user, string what) => database.WriteAsync(async writing =>
    {
        await EventStore.AddAsync(writing, actor.Event(EventKind.PersonalDataRead, app, time.GetUtcNow()) with { UserId = user, Detail = what });
        return true;
    });

    private async ValueTask<Problem?> BarredAsync(Transaction writing, Operator actor, bool raised)
    {
        var now = time.GetUtcNow();
        if (await SessionStore.FindAsync(writing, OperatorStore.AppId, actor.Session.Row.Id, now) is not { } live) return Problem.NotSignedIn;
        if (await OperatorStore.FindAsync(writing, live.User.Id) is not { } row) return Problem.NotSignedIn;
        if (row.Role != OperatorRole.Owner) return Problem.OwnersOnly;
        return raised && !live.Session.IsRaised(now) ? Problem.StepUpRequired : null;
    }
}
