using System.Security.Cryptography;

namespace Keystile.Storage;

/// <summary>A table in a backup: how many rows, and the hash over all of them.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Hash">SHA-256 over the rows as the backup writes them, by primary key: the same whichever engine holds them.</param>
public sealed record TableDigest(string Table, long Rows, ReadOnlyMemory<byte> Hash)
{
    /// <summary>Whether the tables hold the same.</summary>
    public bool IsSame(TableDigest other) => Table == other.Table && Rows == other.Rows && Hash.Span.SequenceEqual(other.Hash.Span);

    /// <summary>Reads the table as a backup would write it.</summary>
    internal static async ValueTask<TableDigest> OfAsync(Transaction reading, TableShape table, long shift, Action<ReadOnlySpan<byte>>? take = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var rows = 0L;
        await reading.EachAsync(table.Select(reading.Dialect, shift), row =>
        {
            bytes.SetLength(0);
            ArchiveRow.Write(writer, row, table.Columns);
            writer.Flush();
            var written = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            hash.AppendData(written);
            take?.Invoke(written);
            rows++;
        });
        return new(table.Name, rows, hash.GetHashAndReset());
    }
}
