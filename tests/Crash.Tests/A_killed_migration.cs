using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Keystile.Crash.Tests;

/// <summary>The first start killed at each of its writes: the next start goes on where nothing is half done.</summary>
public sealed class A_killed_migration : IDisposable
{
    private const int MostWrites = 96;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-migration-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task on_SQLite_is_begun_anew_or_gone_on_with_and_ends_as_if_nothing_had_been()
    {
        var whole = await StartAsync("whole", wrapper: null);
        whole.ShouldNotBeNull();
        var (every, killed) = (Scale.Of("MIGRATION_STEP", 19), 0);
        for (var write = 1; write <= MostWrites; write += every)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"write{write}");
            // Not with --seccomp-bpf, under which strace 6.1 loses count.
            if (await StartAsync(name, Killer(write)) is null) killed++;
            (await StartAsync(name, wrapper: null)).ShouldBe(whole, name);
        }
        killed.ShouldBeGreaterThan(2);
        Scale.Report($"kill -9 at every {every}th of the first {MostWrites} writes of a first start: {killed} kills, and every schema is that of an undisturbed start");
    }

    private static string[] Killer(int write) =>
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", "-e", string.Create(CultureInfo.InvariantCulture, $"inject=pwrite64:signal=KILL:when={write}")];

    /// <summary>Starts a server on the folder of that name and tells the schema it made; null where it was killed before it was ready.</summary>
    private async Task<string?> StartAsync(string name, string[]? wrapper)
    {
        await using var program = new Program(_folder.CreateSubdirectory(name)) { Wrapper = wrapper ?? [] };
        try
        {
            await program.StartAsync();
        }
        catch (InvalidOperationException) when (wrapper is not null)
        {
            return null;
        }
        await program.KillAsync();
        using var connection = new SqliteConnection($"Data Source={program.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(text, char(10)) FROM (SELECT coalesce(sql, name) AS text FROM sqlite_schema ORDER BY name) UNION ALL SELECT group_concat(checksum) FROM (SELECT checksum FROM migrations ORDER BY number)";
        using var reader = command.ExecuteReader();
        List<string> schema = [];
        while (reader.Read()) schema.Add(reader.GetString(0));
        return string.Join('\n', schema);
    }
}
