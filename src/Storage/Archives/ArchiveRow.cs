using System.Text;

namespace Keystile.Storage;

/// <summary>A row in an archive: each value with its kind before it. Flags are numbers and UUIDs 16 bytes big-endian, so that both engines write one row alike.</summary>
internal static class ArchiveRow
{
    private const byte Null = 0, Number = 1, Text = 2, Bytes = 3;

    public static void Write(BinaryWriter to, Row row, IReadOnlyList<Column> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (row.IsNull(i)) to.Write(Null);
            else Write(to, row, i, columns[i].Kind);
        }
    }

    private static void Write(BinaryWriter to, Row row, int column, ColumnKind kind)
    {
        switch (kind)
        {
            case ColumnKind.Text:
                Write(to, Text, Encoding.UTF8.GetBytes(row.Text(column)));
                break;
            case ColumnKind.Bytes:
                Write(to, Bytes, row.Bytes(column));
                break;
            case ColumnKind.Id:
                Write(to, Bytes, row.Id(column).ToByteArray(bigEndian: true));
                break;
            default:
                to.Write(Number);
                to.Write(kind == ColumnKind.Flag ? (row.Flag(column) ? 1L : 0) : row.Number(column));
                break;
        }
    }

    private static void Write(BinaryWriter to, byte kind, ReadOnlySpan<byte> bytes)
    {
        to.Write(kind);
        to.Write7BitEncodedInt(bytes.Length);
        to.Write(bytes);
    }

    /// <summary>The values as the columns of the database at hand want them.</summary>
    /// <exception cref="ArchiveException">A value is not of its column's kind.</exception>
    public static object?[] Read(BinaryReader from, IReadOnlyList<Column> columns) => [.. columns.Select(column => Read(from, column))];

    private static object? Read(BinaryReader from, Column column) => (from.ReadByte(), column.Kind) switch
    {
        (Null, _) => null,
        (Number, ColumnKind.Number) => from.ReadInt64(),
        (Number, ColumnKind.Flag) => from.ReadInt64() != 0,
        (Text, ColumnKind.Text) => Encoding.UTF8.GetString(from.ReadBytes(from.Read7BitEncodedInt())),
        (Bytes, ColumnKind.Bytes) => from.ReadBytes(from.Read7BitEncodedInt()),
        (Bytes, ColumnKind.Id) => new Guid(from.ReadBytes(from.Read7BitEncodedInt()), bigEndian: true),
        _ => throw new ArchiveException($"The column {column.Name} of the backup does not hold what the database has there."),
    };
}
