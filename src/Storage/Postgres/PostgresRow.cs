using System.Data.Common;

namespace Keystile.Storage;

/// <summary>The row that a reader of PostgreSQL stands on.</summary>
internal sealed class PostgresRow(DbDataReader reader) : Row
{
    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override Guid Id(int column) => reader.GetGuid(column);

    public override string Text(int column) => reader.GetString(column);

    public override byte[] Bytes(int column) => (byte[])reader.GetValue(column);

    public override long Number(int column) => reader.GetInt64(column);

    public override bool Flag(int column) => reader.GetBoolean(column);
}
