namespace Keystile.Storage;

/// <summary>What a column holds, in both engines' words.</summary>
internal enum ColumnKind
{
    Text,
    Bytes,
    Number,
    Flag,
    Id,
}

/// <summary>One column; <see cref="Key"/> is its place in the primary key from 1, or 0.</summary>
internal sealed record Column(string Name, ColumnKind Kind, long Key);

/// <summary>A table as the database itself describes it, its columns by name: the same in both engines.</summary>
internal sealed record TableShape(string Name, IReadOnlyList<Column> Columns)
{
    public const string Events = "events", Webhooks = "webhooks", Seals = "event_seals", Installation = "installation";

    /// <summary>All tables but the record of migrations, each after those that it refers to.</summary>
    public static async ValueTask<IReadOnlyList<TableShape>> ListAsync(Transaction transaction)
    {
        var columns = await transaction.ListAsync(transaction.Dialect.SelectColumns, static row => (Table: row.Text(0), Column: new Column(row.Text(1), KindOf(row.Text(2)), row.Number(3))));
        var references = await transaction.ListAsync(transaction.Dialect.SelectReferences, static row => (Table: row.Text(0), To: row.Text(1)));
        var open = columns.GroupBy(one => one.Table, StringComparer.Ordinal).OrderBy(table => table.Key, StringComparer.Ordinal)
            .Select(table => new TableShape(table.Key, [.. table.Select(one => one.Column).OrderBy(column => column.Name, StringComparer.Ordinal)])).ToList();
        List<TableShape> ordered = [];
        while (open.Count > 0)
        {
            var next = open.First(table => references.All(reference => reference.Table != table.Name || reference.To == table.Name || open.All(other => other.Name != reference.To)));
            open.Remove(next);
            ordered.Add(next);
        }
        return ordered;
    }

    /// <summary>All rows by primary key, events in the order of their commits; places in that order are lessened by <paramref name="shift"/>.</summary>
    public string Select(Dialect dialect, long shift) =>
        $"{Scope.EveryApp} SELECT {string.Join(", ", Columns.Select(column => Placed(column, dialect, shift)))} FROM {Name} ORDER BY {Order(dialect)}";

    public string Insert() =>
        $"{Scope.EveryApp} INSERT INTO {Name} ({string.Join(", ", Columns.Select(column => $"\"{column.Name}\""))}) VALUES ({string.Join(", ", Enumerable.Range(1, Columns.Count).Select(place => $"${place}"))})";

    private string Placed(Column column, Dialect dialect, long shift) => (Name, column.Name) switch
    {
        (Events, "tx") => $"{dialect.CommitOrder} - ({shift})",
        (Webhooks, "cursor_position") => $"{dialect.CursorInCommitOrder} - ({shift})",
        (Seals, "upto") => $"upto - ({shift})",
        _ => $"\"{column.Name}\"",
    };

    private string Order(Dialect dialect) =>
        Name == Events ? $"{dialect.CommitOrder}, id" : string.Join(", ", Columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => $"\"{column.Name}\""));

    private static ColumnKind KindOf(string type) => type switch
    {
        "TEXT" or "text" => ColumnKind.Text,
        "BLOB" or "bytea" => ColumnKind.Bytes,
        "INTEGER" or "bigint" or "integer" or "smallint" => ColumnKind.Number,
        "boolean" => ColumnKind.Flag,
        "uuid" => ColumnKind.Id,
        _ => throw new InvalidOperationException($"No archive holds a column of the type {type}."),
    };
}
