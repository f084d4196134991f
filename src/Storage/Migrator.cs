using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage;

/// <summary>Brings a schema up to date by numbered SQL files, each in one transaction with the record that it ran.</summary>
internal static class Migrator
{
    private const string CreateTable =
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    private const string ListApplied = "SELECT number, checksum FROM migrations ORDER BY number";

    private const string Record = "INSERT INTO migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";

    /// <summary>The migrations of one engine in order, as this program knows them.</summary>
    public static IReadOnlyList<Migration> Known(string folder)
    {
        var assembly = typeof(Migrator).Assembly;
        var prefix = $"Keystile.Storage.Migrations.{folder}.";
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => Migration.Read(assembly, name, prefix.Length))];
    }

    /// <summary>Runs what is missing. Each step sees again what ran, inside its own transaction: two starts at once do not collide.</summary>
    /// <param name="connection">An open connection, with no transaction. After an exception dispose of it, which undoes the step under way.</param>
    /// <param name="dialect">Whose migrations.</param>
    /// <param name="begin">The statement that takes the write lock at once.</param>
    /// <param name="known">What this program knows, in order.</param>
    /// <param name="time">For the record.</param>
    public static async Task RunAsync(DbConnection connection, Dialect dialect, string begin, IReadOnlyList<Migration> known, TimeProvider time)
    {
        using var commands = new KeptCommands(connection, dialect);
        var pending = true;
        while (pending)
        {
            await ExecuteAsync(begin);
            await ExecuteAsync(CreateTable);
            var next = Check(await new Transaction(commands).ListAsync(ListApplied, static row => (row.Number(0), row.Text(1))), known);
            pending = next is not null;
            if (next is not null)
            {
                await ExecuteAsync(next.Sql);
                await new Transaction(commands).ExecuteAsync(Record, next.Number, next.Name, next.Checksum, time.GetUtcNow());
            }
            await ExecuteAsync("COMMIT");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and embedded files only.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    private static Migration? Check(IReadOnlyList<(long Number, string Checksum)> applied, IReadOnlyList<Migration> known)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            if (i >= known.Count || applied[i].Number != known[i].Number)
                throw new DatabaseRefusedException($"The database has schema {applied[^1].Number}, this program knows up to {known[^1].Number}: start the newer program, or restore the backup made before the upgrade.");
            if (applied[i].Checksum != known[i].Checksum)
                throw new DatabaseRefusedException($"Migration {known[i].Name} is not the one this database ran: start the program that made the database, or restore a backup.");
        }
        return applied.Count < known.Count ? known[applied.Count] : null;
    }
}

/// <summary>One numbered SQL file.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text in lower-case hexadecimal.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    internal static Migration Read(Assembly assembly, string resource, int prefix)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = resource[prefix..^".sql".Length];
        return new(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
