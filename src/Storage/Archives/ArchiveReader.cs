using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage;

/// <summary>Reads a backup from beginning to end and believes nothing that its hashes do not confirm.</summary>
internal sealed class ArchiveReader : IDisposable
{
    private const int MostBytesInRow = 256 * 1024 * 1024;

    private readonly Stream _file;
    private readonly Stream _body;
    private readonly BinaryReader _from;

    /// <exception cref="ArchiveException">The file is no backup, or the secret is not its.</exception>
    public ArchiveReader(string path, ArchiveSecret? secret)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024);
        try
        {
            Header = ArchiveHeader.ReadFrom(_file);
            if (Header.Lock is null && secret is not null) throw new ArchiveException("This backup is not encrypted; leave the passphrase or key out.");
            if (Header.Lock is not null && secret is null) throw new ArchiveException("This backup is encrypted; give --passphrase-file or --key-file.");
            _body = secret is null ? _file : new OpeningStream(_file, new(secret.Open(Header.Lock!), Header.Line));
            _from = new(_body, Encoding.UTF8);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public ArchiveHeader Header { get; }

    public static ArchiveException Damaged(Exception? why = null) => new("This backup is damaged or was cut off; choose another.", why);

    /// <summary>Gives each table and each of its rows away, and answers with what the tables held.</summary>
    /// <param name="begin">Takes a table's name and columns, and answers with what takes its rows; null where nobody wants them.</param>
    /// <exception cref="ArchiveException">The file is not as it was written. Some rows may have been given away by then.</exception>
    public async ValueTask<IReadOnlyList<TableDigest>> ReadAsync(Func<string, IReadOnlyList<string>, Func<BinaryReader, ValueTask>?> begin)
    {
        try
        {
            return await ReadAllAsync(begin);
        }
        catch (Exception damage) when (damage is IOException or FormatException or ArgumentException or OverflowException)
        {
            throw Damaged(damage);
        }
    }

    private async ValueTask<IReadOnlyList<TableDigest>> ReadAllAsync(Func<string, IReadOnlyList<string>, Func<BinaryReader, ValueTask>?> begin)
    {
        using var manifest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        manifest.AppendData(Header.Line.Span);
        List<TableDigest> tables = [];
        byte kind;
        while ((kind = _from.ReadByte()) == ArchiveWriter.Table)
        {
            var name = _from.ReadString();
            string[] columns = [.. Enumerable.Range(0, _from.Read7BitEncodedInt()).Select(_ => _from.ReadString())];
            var digest = await ReadTableAsync(name, begin(name, columns));
            ArchiveWriter.Append(manifest, digest, columns);
            tables.Add(digest);
        }
        if (kind != ArchiveWriter.End || !_from.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(manifest.GetHashAndReset()) || _body.ReadByte() != -1) throw Damaged();
        return tables;
    }

    private async ValueTask<TableDigest> ReadTableAsync(string name, Func<BinaryReader, ValueTask>? take)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        byte kind;
        while ((kind = _from.ReadByte()) == ArchiveWriter.Row)
        {
            var length = _from.Read7BitEncodedInt();
            if (length is < 0 or > MostBytesInRow) throw Damaged();
            var row = _from.ReadBytes(length);
            if (row.Length != length) throw Damaged();
            hash.AppendData(row);
            rows++;
            if (take is null) continue;
            using var values = new BinaryReader(new MemoryStream(row));
            await take(values);
        }
        var digest = new TableDigest(name, rows, hash.GetHashAndReset());
        return kind == ArchiveWriter.EndOfTable && _from.ReadInt64() == rows && _from.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(digest.Hash.Span) ? digest : throw Damaged();
    }

    public void Dispose()
    {
        _from.Dispose();
        _body.Dispose();
        _file.Dispose();
    }
}
