using System.CommandLine;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile epoch bump</c>: after a failover to a replica, which may not have heard of the last tokens that were spent.</summary>
internal static class EpochCommand
{
    public static Command Create() => new("epoch", "The security epoch: tokens issued before it was raised are refused.") { BumpVerb() };

    private static Command BumpVerb()
    {
        var verb = new Command("bump", "Raise it: all sessions, links and begun ceremonies end. Running servers follow within seconds.") { VerbAnswer.Json };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async database =>
        {
            var epoch = await database.WriteAsync(async writing =>
            {
                await SecurityEpochStore.RaiseAsync(writing, TimeProvider.System.GetUtcNow());
                await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.EpochRaised, app: null));
                return await SecurityEpochStore.FindAsync(writing);
            });
            await parsed.AnswerAsync(new EpochRaised(epoch));
            await Console.Error.WriteLineAsync("All sessions have ended; tokens from before are refused.");
            return null;
        }));
        return verb;
    }
}

/// <summary>The epoch in force now.</summary>
internal sealed record EpochRaised(long Epoch);
