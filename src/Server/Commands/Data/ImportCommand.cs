using System.CommandLine;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Import;
using Keystile.Server.Passwordless;
using Keystile.Server.Rotation;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary><c>keystile import FILE</c> and <c>keystile export FILE</c>: a site moves in, or out, with its passkeys.</summary>
internal static class ImportCommand
{
    private const string NotOperators = "operators are invited by keystile admin invite; they neither come in by a file nor go out.";
    private static readonly Argument<string> File = new("FILE") { Description = "A JSON file as docs/import.md describes it; - is standard input or output." };
    private static readonly Option<string> AppId = new("--app") { Description = "The app.", DefaultValueFactory = _ => App.Home };

    public static Command CreateImport()
    {
        var verb = new Command("import", "Bring users and passkeys in: all of the file, or none and every reason.") { File, AppId };
        verb.SetAction(parsed => DatabaseCommand.RunAsync((database, options) => ImportAsync(database, options, parsed.GetRequiredValue(File), parsed.GetRequiredValue(AppId))));
        return verb;
    }

    public static Command CreateExport()
    {
        var verb = new Command("export", "Write an app's users and passkeys into a new file, for its owner alone.") { File, AppId };
        verb.SetAction(parsed => DatabaseCommand.RunAsync((database, _) => ExportAsync(database, parsed.GetRequiredValue(File), parsed.GetRequiredValue(AppId))));
        return verb;
    }

    private static async Task<string?> ImportAsync(Database database, ServerOptions options, string file, string id)
    {
        if (id == OperatorStore.AppId) return NotOperators;
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, id)) is not { } row) return AppsCommand.NoApp(id);
        if (await ReadAsync(file) is not { } json) return $"{file} cannot be read; check the path and who may read it.";
        var app = AppDirectory.Build(row, options, metadata: null, TimeProvider.System);
        List<string> faults = [];
        var users = await new Importer(database, app, new AliasKeys(await LookupKeys.OpenAsync(database, RootKey.Load(options))), TimeProvider.System).RunAsync(json, faults);
        if (faults.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{users} users came into {id}.");
            return null;
        }
        foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
        return $"{faults.Count} faults, listed above; nothing was imported.";
    }

    private static async Task<byte[]?> ReadAsync(string file)
    {
        try
        {
            if (file != "-") return await System.IO.File.ReadAllBytesAsync(file);
            using var input = new MemoryStream();
            await Console.OpenStandardInput().CopyToAsync(input);
            return input.ToArray();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<string?> ExportAsync(Database database, string file, string id)
    {
        if (id == OperatorStore.AppId) return NotOperators;
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, id)) is not { } app) return AppsCommand.NoApp(id);
        try
        {
            await using var to = file == "-" ? Console.OpenStandardOutput() : new FileStream(file, ForOwnerAlone);
            var users = await Exporter.RunAsync(database, app, to);
            await database.WriteAsync(async writing =>
            {
                await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.UsersExported, id) with { Times = Math.Max(1, users) });
                return true;
            });
            await Console.Error.WriteLineAsync($"{users} users of {id} written.");
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be made; choose a path where no file is yet.";
        }
    }

    private static FileStreamOptions ForOwnerAlone
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
