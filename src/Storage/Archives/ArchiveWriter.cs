using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage;

/// <summary>What follows a backup's first line: table by table its name, columns and rows, then their number and hash; at the end a hash over all of those and the first line.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    public const byte Table = (byte)'T', Row = (byte)'R', EndOfTable = (byte)'E', End = (byte)'Z';

    private readonly BinaryWriter _to;
    private readonly IncrementalHash _manifest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ArchiveWriter(Stream to, ArchiveHeader header)
    {
        _to = new(to, Encoding.UTF8, leaveOpen: true);
        _manifest.AppendData(header.Line.Span);
    }

    public async ValueTask<TableDigest> WriteAsync(Transaction reading, TableShape table, long shift)
    {
        _to.Write(Table);
        _to.Write(table.Name);
        _to.Write7BitEncodedInt(table.Columns.Count);
        foreach (var column in table.Columns) _to.Write(column.Name);
        var digest = await TableDigest.OfAsync(reading, table, shift, row =>
        {
            _to.Write(Row);
            _to.Write7BitEncodedInt(row.Length);
            _to.Write(row);
        });
        _to.Write(EndOfTable);
        _to.Write(digest.Rows);
        _to.Write(digest.Hash.Span);
        Append(_manifest, digest, table.Columns.Select(column => column.Name));
        return digest;
    }

    public void Finish()
    {
        _to.Write(End);
        _to.Write(_manifest.GetHashAndReset());
        _to.Flush();
    }

    public static void Append(IncrementalHash manifest, TableDigest digest, IEnumerable<string> columns)
    {
        manifest.AppendData(Encoding.UTF8.GetBytes($"\n{digest.Table}({string.Join(',', columns)}) {digest.Rows} {Convert.ToHexStringLower(digest.Hash.Span)}"));
    }

    public void Dispose()
    {
        _to.Dispose();
        _manifest.Dispose();
    }
}
