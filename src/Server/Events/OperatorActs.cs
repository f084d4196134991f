using Keystile.Storage;

namespace Keystile.Server.Events;

/// <summary>What an operator does at the command line.</summary>
internal static class OperatorActs
{
    /// <summary>The event of an act of whoever runs this command, by the name the machine knows.</summary>
    public static EventRow Act(EventKind kind, string? app) => new(kind, app, TimeProvider.System.GetUtcNow())
    {
        Actor = EventActor.Operator,
        Operator = "cli:" + Environment.UserName,
    };
}
