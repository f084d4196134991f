using System.CommandLine;
using System.Globalization;
using Keystile.Server.Events;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile backup FILE</c> and <c>keystile restore FILE</c>: the whole database in one file, which either engine can be restored from.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Path = new("FILE") { Description = "The backup." };
    private static readonly Option<string?> PassphraseFile = new("--passphrase-file") { Description = "A file whose first line is the passphrase that the backup is encrypted with." };
    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "A file with the key it is encrypted with: 32 bytes in hexadecimal or base64." };
    private static readonly Option<bool> Force = new("--force") { Description = "Empty a database that holds something: what is in it is lost." };

    public static Command CreateBackup()
    {
        var verb = new Command("backup", "Write the whole database into one file, beside the running server.") { Path, PassphraseFile, KeyFile };
        verb.SetAction(parsed => RunAsync(parsed, async (database, _, secret) =>
        {
            Print(await Backups.WriteAsync(database, parsed.GetRequiredValue(Path), secret, TimeProvider.System.GetUtcNow()));
            if (secret is null) await Console.Error.WriteLineAsync("It is not encrypted; --passphrase-file or --key-file encrypt it.");
            await Console.Error.WriteLineAsync("The root key is not in it: keep that in another place.");
        }));
        return verb;
    }

    public static Command CreateRestore()
    {
        var verb = new Command("restore", "Fill an empty database from a backup. Stop the servers first; afterwards all people sign in anew.") { Path, PassphraseFile, KeyFile, Force };
        verb.SetAction(parsed => RunAsync(parsed, async (database, options, secret) =>
        {
            var request = new RestoreRequest(parsed.GetRequiredValue(Path), secret, new AuditKey(RootKey.Load(options)).Accepted) { Force = parsed.GetValue(Force) };
            Print(await RestoreAsync(database, options, request, EventKind.Restored));
            await Console.Error.WriteLineAsync("All sessions have ended. Start the server.");
        }));
        return verb;
    }

    /// <summary>Restores, records it with how far the record of events had reached here, and begins the checkpoint anew.</summary>
    public static async Task<IReadOnlyList<TableDigest>> RestoreAsync(Database database, ServerOptions options, RestoreRequest request, EventKind kind)
    {
        var restored = await Restores.RunAsync(database, request, OperatorActs.Act(kind, app: null) with { Detail = Checkpoint.Read(options) }, TimeProvider.System.GetUtcNow());
        var last = await database.ReadAsync(EventSealStore.FindLastAsync);
        try
        {
            Checkpoint.Replace(options, last);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"All is restored, but {Checkpoint.PathIn(options)} cannot be written: delete it, or keystile audit verify takes the restore for a loss.");
        }
        return restored;
    }

    public static void Print(IReadOnlyList<TableDigest> tables)
    {
        foreach (var table in tables) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Table,-22} {table.Rows,12}  {Convert.ToHexStringLower(table.Hash.Span)}"));
    }

    private static Task<int> RunAsync(ParseResult parsed, Func<Database, ServerOptions, ArchiveSecret?, Task> work) => DatabaseCommand.RunAsync(async (database, options) =>
    {
        try
        {
            await work(database, options, await SecretAsync(parsed.GetValue(PassphraseFile), parsed.GetValue(KeyFile)));
            return null;
        }
        catch (ArchiveException refusal)
        {
            return refusal.Message;
        }
    });

    private static async Task<ArchiveSecret?> SecretAsync(string? passphraseFile, string? keyFile)
    {
        if (passphraseFile is not null && keyFile is not null) throw new ArchiveException("Give --passphrase-file or --key-file, not both.");
        if (keyFile is not null)
        {
            return ArchiveSecret.Key(RootKey.TryParse(await File.ReadAllTextAsync(keyFile)) ?? throw new ArchiveException($"{keyFile} does not hold 32 bytes in hexadecimal or base64; make a key with: openssl rand -base64 32"));
        }
        if (passphraseFile is null) return null;
        var passphrase = (await File.ReadAllLinesAsync(passphraseFile)).FirstOrDefault();
        return string.IsNullOrWhiteSpace(passphrase) ? throw new ArchiveException($"The first line of {passphraseFile} is empty; write the passphrase there.") : ArchiveSecret.Passphrase(passphrase);
    }
}
