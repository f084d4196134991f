using System.Data.Common;

namespace Keystile.Storage;

/// <summary>The row a reader stands on, its columns by position in the statement.</summary>
internal readonly struct Row(DbDataReader reader, Dialect dialect)
{
    public Guid Id(int column) => dialect.ReadGuid(reader, column);

    public Guid? IdOrNull(int column) => reader.IsDBNull(column) ? null : Id(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => (byte[])reader.GetValue(column);

    public long Number(int column) => reader.GetInt64(column);

    public bool Flag(int column) => reader.GetBoolean(column);

    public bool? FlagOrNull(int column) => reader.IsDBNull(column) ? null : Flag(column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public DateTimeOffset? TimeOrNull(int column) => reader.IsDBNull(column) ? null : Time(column);

    public IReadOnlyList<string> List(int column) => Lists.Read(reader.GetString(column));
}
