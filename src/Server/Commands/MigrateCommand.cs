using System.CommandLine;
using System.Security.Cryptography;
using Keystile.Server.Commands.Data;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands;

/// <summary><c>keystile migrate</c>: brings the schema up to date and nothing else, as the server does when it starts; with <c>--to</c> it moves the whole database to another.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = "Move everything to this empty database, postgres://user:password@host:5432/database or sqlite:path. Stop the servers first." };
        var verb = new Command("migrate", "Bring the database's schema up to date, and nothing else; or, with --to, move the database.") { to };
        verb.SetAction(parsed => DatabaseCommand.RunAsync(async (database, options) =>
        {
            if (parsed.GetValue(to) is { } target) return await MoveAsync(database, options, target);
            await Console.Out.WriteLineAsync("The schema is up to date.");
            return null;
        }));
        return verb;
    }

    private static async Task<string?> MoveAsync(Database database, ServerOptions options, string to)
    {
        // On the way it lies in a file that only this process can read, and not for longer.
        var file = Path.Combine(Path.GetTempPath(), $"keystile-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.backup");
        var secret = ArchiveSecret.Key(RandomNumberGenerator.GetBytes(RootKey.Length));
        try
        {
            await using var target = await Database.OpenAsync(to, TimeProvider.System);
            await Backups.WriteAsync(database, file, secret, TimeProvider.System.GetUtcNow());
            var moved = await BackupCommand.RestoreAsync(target, options, new(file, secret, new AuditKey(RootKey.Load(options)).Accepted) { IsMove = true }, EventKind.Moved);
            BackupCommand.Print(moved);
            await Console.Error.WriteLineAsync("Every table was compared. Set KEYSTILE_DATABASE to the new address, keep the root key, and start the server.");
            return null;
        }
        catch (ArchiveException refusal)
        {
            return refusal.Message;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
