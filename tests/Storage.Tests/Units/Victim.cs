using System.Diagnostics;
using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

/// <summary>A process that writes with sixteen hands and says what is stored, until it is killed.</summary>
internal static class Victim
{
    public const string Verb = "victim";

    /// <summary>It says so when the database has answered.</summary>
    public const string Honest = "honest";

    /// <summary>It says so before: the negative control, which a kill must find out.</summary>
    public const string Hasty = "hasty";

    /// <summary>Starts one, lets it acknowledge <paramref name="acknowledgements"/> writes, kills it, and gives back all that it acknowledged until it died.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string file, string manner, int acknowledgements, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Victim).Assembly.Location, Verb, file, manner]) { RedirectStandardOutput = true })!;
        List<string> acknowledged = [];
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            // A line cut short by death acknowledged nothing.
            if (line.Length == 32) acknowledged.Add(line);
            if (acknowledged.Count == acknowledgements) process.Kill();
        }
        await process.WaitForExitAsync(cancellationToken);
        return acknowledged;
    }

    public static async Task<int> WriteUntilKilledAsync(string file, string manner)
    {
        await using var database = await Database.OpenAsync($"sqlite:{file}", TimeProvider.System);
        await using var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(WriteAsync)));
        return 0;

        async Task WriteAsync()
        {
            for (; ; )
            {
                var jti = RandomNumberGenerator.GetBytes(16);
                var stored = database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, jti, SpentKind.Challenge, DateTimeOffset.UnixEpoch, epoch: 0));
                if (manner == Hasty) Say(jti);
                await stored;
                if (manner == Honest) Say(jti);
            }
        }

        // One write a line, past every buffer of this process.
        void Say(byte[] jti)
        {
            lock (database) output.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(jti) + "\n"));
        }
    }
}
