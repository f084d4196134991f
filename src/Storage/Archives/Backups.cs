namespace Keystile.Storage;

/// <summary>Writes the whole database into one file, which either engine can be restored from.</summary>
public static class Backups
{
    private const string SelectLastSealed = "SELECT max(upto) FROM event_seals";

    private const string SelectSchema = "SELECT max(number) FROM migrations";

    /// <summary>Writes the database as it is at one moment to <paramref name="path"/>, beside whoever uses it; the file is there only when it is whole, and was read back.</summary>
    /// <exception cref="ArchiveException">What was read back is not what was written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<IReadOnlyList<TableDigest>> WriteAsync(Database database, string path, ArchiveSecret? secret, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.unfinished";
        try
        {
            IReadOnlyList<TableDigest> written;
            await using (var file = new FileStream(unfinished, ForOwnerAlone))
            {
                written = await database.SnapshotAsync(reading => WriteAsync(reading, file, secret, now), cancellationToken);
                file.Flush(flushToDisk: true);
            }
            var read = await VerifyAsync(unfinished, secret);
            if (!read.Zip(written).All(pair => pair.First.IsSame(pair.Second)) || read.Count != written.Count) throw new ArchiveException("The backup that was written is not what was read back; try another disk.");
            File.Move(unfinished, path, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Reads a backup through and compares it with its hashes.</summary>
    /// <exception cref="ArchiveException">It is not as it was written.</exception>
    public static async Task<IReadOnlyList<TableDigest>> VerifyAsync(string path, ArchiveSecret? secret)
    {
        using var archive = new ArchiveReader(path, secret);
        return await archive.ReadAsync((_, _) => null);
    }

    private static async ValueTask<IReadOnlyList<TableDigest>> WriteAsync(Transaction reading, Stream file, ArchiveSecret? secret, DateTimeOffset now)
    {
        var tables = await TableShape.ListAsync(reading);
        var made = secret?.Make();
        var header = new ArchiveHeader
        {
            Schema = await SchemaAsync(reading),
            Engine = reading.Dialect.Migrations,
            MadeAt = now,
            Shift = await ShiftAsync(reading),
            Lock = made?.Lock,
        }.WriteTo(file);
        using var sealing = made is { Key: var key } ? new SealingStream(file, new(key, header.Line)) : null;
        using var archive = new ArchiveWriter(sealing ?? file, header);
        List<TableDigest> written = [];
        foreach (var table in tables) written.Add(await archive.WriteAsync(reading, table, header.Shift));
        archive.Finish();
        sealing?.End();
        return written;
    }

    /// <summary>The number of the newest migration.</summary>
    internal static async ValueTask<int> SchemaAsync(Transaction reading) => (int)(await reading.ListAsync(SelectSchema, static row => row.Number(0)))[0];

    // What lessens the place of every event, the end of every seal and every cursor to zero or below; new events are above.
    private static async ValueTask<long> ShiftAsync(Transaction reading)
    {
        string[] ends = [$"{Scope.EveryApp} SELECT max({reading.Dialect.CommitOrder}) + 1 FROM events", SelectLastSealed, $"{Scope.EveryApp} SELECT max({reading.Dialect.CursorInCommitOrder}) + 1 FROM webhooks"];
        long? last = null;
        foreach (var end in ends)
        {
            var found = (await reading.ListAsync(end, static row => row.IsNull(0) ? (long?)null : row.Number(0)))[0];
            if (last is null || found > last) last = found;
        }
        return last ?? 0;
    }

    private static FileStreamOptions ForOwnerAlone
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = SealedChunks.Size };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
