using SQLitePCL;

namespace Keystile.Storage;

/// <summary>The row that a statement of SQLite stands on.</summary>
internal sealed class SqliteRow(sqlite3_stmt statement) : Row
{
    public override bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public override Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    public override string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public override byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public override bool Flag(int column) => Number(column) != 0;
}
