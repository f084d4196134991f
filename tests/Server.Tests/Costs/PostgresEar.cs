using System.Text.RegularExpressions;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests.Costs;

/// <summary>Reads each statement that PostgreSQL runs in its own log. It says so before it runs it.</summary>
internal sealed partial class PostgresEar(string log)
{
    private long _read = new FileInfo(log).Length;

    public static async Task<PostgresEar> AtAsync(PostgresServer postgres)
    {
        await postgres.ExecuteAsync("ALTER SYSTEM SET log_statement = 'all'");
        await postgres.ExecuteAsync("SELECT pg_reload_conf()");
        return new((string)(await postgres.ExecuteAsync("SHOW data_directory"))! + "/log");
    }

    /// <summary>Those since it was asked last.</summary>
    public IReadOnlyList<string> Take()
    {
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        _read = stream.Position;
        return [.. Statement().Matches(text).Select(match => match.Groups[1].Value)];
    }

    // The lines that follow the first of a statement begin with a tab.
    [GeneratedRegex(@"LOG:  (?:statement|execute [^:\n]+): (.*(?:\n\t.*)*)")]
    private static partial Regex Statement();
}
