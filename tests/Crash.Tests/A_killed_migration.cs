using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Keystile.Crash.Tests;

/// <summary>The first start killed in the middle of making its schema: the next start goes on where nothing is half done.</summary>
public sealed class A_killed_migration : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-migration-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task on_SQLite_is_begun_anew_or_gone_on_with_and_ends_as_if_nothing_had_been()
    {
        var log = Path.Combine(_folder.FullName, "writes");
        var whole = await StartAsync("whole", ["strace", "-f", "-qq", "-o", log, "-e", "trace=pwrite64"]);
        whole.ShouldNotBeNull();
        // strace counts for each thread by itself. One makes the schema and all else that must be there before the server is ready.
        var writes = File.ReadLines(log).GroupBy(line => line.Split(' ')[0]).Max(thread => thread.Count());
        var (every, kills, killed, unlike) = (Scale.Of("MIGRATION_STEP", 45), 0, 0, 0);
        for (var write = 1; write <= writes; write += every, kills++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"write{write}");
            // Not with --seccomp-bpf, under which strace 6.1 loses count.
            if (await StartAsync(name, Killer(write)) is null) killed++;
            if (Left(name) != whole) unlike++;
            (await StartAsync(name, wrapper: null)).ShouldBe(whole, name);
        }
        killed.ShouldBe(kills);
        // What a kill leaves is another schema as a rule, so that it is the next start which mends it, and the comparison which would tell.
        unlike.ShouldBeInRange(kills / 2, kills);
        Scale.Report($"kill -9 at every {every}th of the {writes} writes of a first start on SQLite: {killed} kills, {unlike} left another schema, and every schema is that of an undisturbed start when it was started again");
    }

    [Fact]
    public async Task on_PostgreSQL_is_begun_anew_or_gone_on_with_and_ends_as_if_nothing_had_been()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var whole = await SchemaTrap.SetAsync(postgres, await postgres.NewDatabaseAsync(), 0);
        await StartAsync(whole);
        var (schema, statements) = (await whole.SchemaAsync(), await whole.CountAsync());
        var (every, killed, unlike) = (Scale.Of("MIGRATION_STEP_POSTGRES", 40), 0, 0);
        for (var statement = 1; statement <= statements; statement += every, killed++)
        {
            var trap = await SchemaTrap.SetAsync(postgres, await postgres.NewDatabaseAsync(), statement);
            await using (var program = new Program(_folder, trap.Database))
            {
                var start = program.StartAsync();
                await trap.CatchAsync(start);
                await program.KillAsync();
                await Should.ThrowAsync<InvalidOperationException>(start);
            }
            await trap.OpenAsync();
            if (await trap.SchemaAsync() != schema) unlike++;
            await StartAsync(trap);
            (await trap.SchemaAsync()).ShouldBe(schema, string.Create(CultureInfo.InvariantCulture, $"statement {statement}"));
        }
        unlike.ShouldBe(killed);
        Scale.Report($"kill -9 in every {every}th of the {statements} statements that make the schema of a first start on PostgreSQL: {killed} kills, {unlike} left another schema, and every schema is that of an undisturbed start when it was started again");
    }

    private async Task StartAsync(SchemaTrap trap)
    {
        await using var program = new Program(_folder, trap.Database);
        await program.StartAsync();
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
        return Schema(program.Folder);
    }

    /// <summary>What a kill left in the folder of that name; the look is at a copy, as it would fold the log.</summary>
    private string? Left(string name)
    {
        var copy = _folder.CreateSubdirectory(name + "-left");
        foreach (var file in _folder.CreateSubdirectory(name).EnumerateFiles("keystile.db*")) file.CopyTo(Path.Combine(copy.FullName, file.Name));
        try
        {
            return Schema(copy);
        }
        catch (SqliteException nothing) when (nothing.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            return null;
        }
    }

    private static string Schema(DirectoryInfo folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "keystile.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(text, char(10)) FROM (SELECT coalesce(sql, name) AS text FROM sqlite_schema ORDER BY name) UNION ALL SELECT group_concat(checksum) FROM (SELECT checksum FROM migrations ORDER BY number)";
        using var reader = command.ExecuteReader();
        List<string> schema = [];
        while (reader.Read()) schema.Add(reader.GetString(0));
        return string.Join('\n', schema);
    }
}
