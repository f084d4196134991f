using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Keystile.House.Tests;

/// <summary>What a database really holds, in the words of the entity diagram: <c>table.column TYPE</c> and <c>table -> table</c>.</summary>
internal static class Schema
{
    private const string Tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    private const string Columns = "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid";
    private const string Arrows = "SELECT DISTINCT m.name, f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2";

    /// <summary>The lines of the diagram that say the same as the schema in <paramref name="file"/>.</summary>
    public static async Task<IReadOnlyList<string>> DrawAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var columns = await RowsAsync(connection, Columns);
        var lines = new List<string>();
        foreach (var table in await RowsAsync(connection, Tables))
        {
            var own = columns.Where(column => column[0] == table[0]).ToArray();
            lines.Add($"entity {table[0]} {{");
            lines.AddRange(own.Where(IsKey).Select(Line));
            lines.Add("  --");
            lines.AddRange(own.Where(column => !IsKey(column)).Select(Line));
            lines.Add("}");
        }

        lines.AddRange((await RowsAsync(connection, Arrows)).Select(arrow => $"{arrow[1]} ||--o{{ {arrow[0]}"));
        return lines;
    }

    /// <summary>PlantUML marks a column that must be filled with an asterisk.</summary>
    private static string Line(string[] column) => $"  {(column[3] == "1" || IsKey(column) ? "* " : "")}{column[1]} : {column[2]}";

    private static bool IsKey(string[] column) => column[4] != "0";

    private static async Task<IReadOnlyList<string[]>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }
}
