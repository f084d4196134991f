using System.Data.Common;
using System.Globalization;
using System.Text;
using Keystile.Storage;
using Keystile.Storage.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Keystile.Server.Tests.Secrets;

/// <summary>A server's database, read and changed from outside by whoever may see everything.</summary>
internal sealed class WholeDatabase(TestServer server, PostgresServer? postgres)
{
    private const string TablesOfPostgres = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";

    /// <summary>Every value of every column of every table; of SQLite also the files, where what was deleted may still stand.</summary>
    public async Task<Haystack> ReadAsync()
    {
        var all = new Haystack();
        await using var connection = await OpenAsync();
        foreach (var table in await TablesAsync(connection)) await ReadAsync(connection, table, all);
        if (postgres is not null) return all;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(server.DatabaseFile)!, "keystile.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            all.Add(Path.GetFileName(file), bytes.ToArray());
        }
        return all;
    }

    /// <summary>Puts bytes into a column of all rows of a table.</summary>
    public async Task PlantAsync(string table, string column, byte[] bytes)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of ours.
        command.CommandText = $"UPDATE {table} SET {column} = $1";
#pragma warning restore CA2100
        command.Parameters.Add(postgres is null ? new SqliteParameter("$1", bytes) : new NpgsqlParameter { Value = bytes });
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }

    // As the superuser, to whom row-level security hides nothing.
    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = postgres is null ? new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False")
            : new NpgsqlConnection(PostgresAddress.Parse(postgres.Address("test1").Replace("//server:", "//keystile:", StringComparison.Ordinal)).ToString());
        await connection.OpenAsync();
        return connection;
    }

    private async Task<IReadOnlyList<string>> TablesAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = postgres is null ? "SELECT name FROM sqlite_schema WHERE type = 'table'" : TablesOfPostgres;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        return tables;
    }

    private static async Task ReadAsync(DbConnection connection, string table, Haystack all)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A table's name, from the database itself.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var value = reader.GetValue(column);
                all.Add($"{table}.{reader.GetName(column)}", value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
            }
        }
    }
}
