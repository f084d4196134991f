using System.Diagnostics;

namespace Keystile.Server.Tests;

/// <summary>One run of the built program with a verb, to its end.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> Of(params string[] arguments) => Of(input: null, arguments);

    /// <summary>A verb that touches data, beside the running server and on its database.</summary>
    public static Task<CommandRun> Beside(TestServer server, params string[] arguments) => Of(input: null, arguments, server.DatabaseFile);

    /// <param name="input">What goes to standard input; null closes it at once.</param>
    /// <param name="arguments">The verb and what follows it.</param>
    /// <param name="database">The database file; null where the verb touches none.</param>
    /// <param name="settings">More of the environment, as NAME=value.</param>
    public static Task<CommandRun> Of(string? input, string[] arguments, string? database = null, params string[] settings) =>
        RunAsync(input, arguments, database is null ? settings : ["KEYSTILE_DATABASE=sqlite:" + database, .. settings]);

    /// <summary>A verb on the database at that address with that root key, in that folder.</summary>
    public static Task<CommandRun> On(string url, string rootKey, string folder, params string[] arguments) =>
        RunAsync(input: null, arguments, ["KEYSTILE_DATABASE=" + url, "KEYSTILE_MASTER_KEY=" + rootKey], folder);

    private static async Task<CommandRun> RunAsync(string? input, string[] arguments, string[] settings, string folder = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "keystile.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var setting in settings) start.Environment[setting.Split('=')[0]] = setting.Split('=', 2)[1];
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
