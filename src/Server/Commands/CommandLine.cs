using System.CommandLine;
using Keystile.Server.Commands.Admin;
using Keystile.Server.Commands.Data;
using Keystile.Server.Commands.Doctor;
using Keystile.Server.Commands.Users;

namespace Keystile.Server.Commands;

/// <summary>The verbs of <c>keystile VERB</c>. Without a verb, or with <c>serve</c>, the program is the server.</summary>
internal static class CommandLine
{
    /// <summary>Whether these arguments ask for something else than serving.</summary>
    public static bool Asks(string[] args) => args is [var first, ..] && first != "serve" && (!first.StartsWith("--", StringComparison.Ordinal) || first is "--help" or "--version");

    /// <summary>Runs a verb and returns the exit code: 0 done, 1 what was asked does not hold, 2 called wrongly, 78 no database to ask.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = new RootCommand("Keystile: passkeys for your site. Without a verb it serves.")
        {
            new Command("serve", "Serve (the default)."),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            AppsCommand.Create(),
            KeysCommand.Create(),
            AuditCommand.Create(),
            ImportCommand.CreateImport(),
            ImportCommand.CreateExport(),
            ProvidersCommand.Create(),
            WebhooksCommand.Create(),
            UsersCommand.Create(),
            AdminCommand.Create(),
            DoctorCommand.Create(),
            MigrateCommand.Create(),
            BackupCommand.CreateBackup(),
            BackupCommand.CreateRestore(),
            EpochCommand.Create(),
            RootKeyCommand.Create(),
            SigningKeysCommand.Create(),
        }.Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
