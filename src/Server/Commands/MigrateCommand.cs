using System.CommandLine;
using Keystile.Server.Commands.Data;

namespace Keystile.Server.Commands;

/// <summary><c>keystile migrate</c>: brings the schema up to date and nothing else; the server does the same when it starts.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var verb = new Command("migrate", "Bring the database's schema up to date, and nothing else.");
        verb.SetAction(_ => DatabaseCommand.RunAsync(async _ =>
        {
            await Console.Out.WriteLineAsync("The schema is up to date.");
            return null;
        }));
        return verb;
    }
}
