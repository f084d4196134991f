namespace Keystile.Storage;

/// <summary>What is asked of a restore.</summary>
/// <param name="Path">The backup.</param>
/// <param name="Secret">What it was encrypted with.</param>
/// <param name="AuditKeys">The keys of the seals of events, which are signed anew by the first of them for their new places.</param>
public sealed record RestoreRequest(string Path, ArchiveSecret? Secret, IReadOnlyList<byte[]> AuditKeys)
{
    /// <summary>Empty a database that holds something.</summary>
    public bool Force { get; init; }

    /// <summary>A move to another database and no return to an earlier time: sessions and tokens stay good.</summary>
    public bool IsMove { get; init; }
}

/// <summary>Fills a database from a backup, whichever engine made it, in one transaction.</summary>
public static class Restores
{
    private const string DeleteMail = $"{Scope.EveryApp} DELETE FROM mail_outbox";

    /// <summary>Restores, compares every table with the backup, and then raises the security epoch: what was spent since the backup was made is not spent in it.</summary>
    /// <param name="database">Where to; no server must be at work on it.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="event">Records it.</param>
    /// <param name="now">When.</param>
    /// <exception cref="ArchiveException">It cannot be restored here; nothing was changed.</exception>
    public static async Task<IReadOnlyList<TableDigest>> RunAsync(Database database, RestoreRequest request, EventRow @event, DateTimeOffset now)
    {
        // All of it, before the first row is written: a file that turns out damaged at its end would have held up the database for nothing.
        await Backups.VerifyAsync(request.Path, request.Secret);
        return await database.WriteAsync(writing => RunAsync(writing, request, @event, now));
    }

    private static async ValueTask<IReadOnlyList<TableDigest>> RunAsync(Transaction writing, RestoreRequest request, EventRow @event, DateTimeOffset now)
    {
        await writing.TakeTimeAsync();
        using var archive = new ArchiveReader(request.Path, request.Secret);
        var schema = await Backups.SchemaAsync(writing);
        if (archive.Header.Schema != schema)
            throw new ArchiveException($"This backup has schema {archive.Header.Schema} and this program schema {schema}: restore it with the version that made it, then start this one, which brings it up to date.");
        var tables = await TableShape.ListAsync(writing);
        var epoch = await SecurityEpochStore.FindAsync(writing);
        await EmptyAsync(writing, tables, request.Force);
        var digests = await archive.ReadAsync((name, columns) => Fill(writing, tables, name, columns));
        foreach (var table in tables) await CompareAsync(writing, table, digests);
        if (writing.Dialect.ContinueNumbers is { } statement) await writing.ListAsync(statement, static row => row.Number(0));
        if (writing.Dialect.PlaceCursors is { } placing) await writing.ExecuteAsync(placing);
        await EventSealStore.MoveAsync(writing, archive.Header.Shift, request.AuditKeys);
        if (!request.IsMove)
        {
            var past = DateTimeOffset.FromUnixTimeMilliseconds(epoch + 1);
            await SecurityEpochStore.RaiseAsync(writing, past > now ? past : now);
            await writing.ExecuteAsync(DeleteMail);
        }
        await EventStore.AddAsync(writing, @event);
        return digests;
    }

    private static async ValueTask EmptyAsync(Transaction writing, IReadOnlyList<TableShape> tables, bool force)
    {
        foreach (var table in tables.Where(table => !force && table.Name != TableShape.Installation))
        {
            if ((await writing.ListAsync($"{Scope.EveryApp} SELECT 1 FROM {table.Name} LIMIT 1", static row => row.IsNull(0))).Count > 0)
                throw new ArchiveException($"The database is not empty, its table {table.Name} holds rows: restore into a new database, or empty this one with --force.");
        }
        foreach (var table in tables.Reverse()) await writing.ExecuteAsync($"{Scope.EveryApp} DELETE FROM {table.Name}");
    }

    private static Func<System.IO.BinaryReader, ValueTask> Fill(Transaction writing, IReadOnlyList<TableShape> tables, string name, IReadOnlyList<string> columns)
    {
        if (tables.FirstOrDefault(table => table.Name == name) is not { } table || !table.Columns.Select(column => column.Name).SequenceEqual(columns))
            throw new ArchiveException($"This program has no table {name} with the columns of the backup; restore it with the version that made it.");
        var insert = table.Insert();
        var rows = 0L;
        return async row =>
        {
            await writing.ExecuteAsync(insert, ArchiveRow.Read(row, table.Columns));
            await writing.KeepPlansAsync(++rows);
        };
    }

    private static async ValueTask CompareAsync(Transaction writing, TableShape table, IReadOnlyList<TableDigest> digests)
    {
        var stored = await TableDigest.OfAsync(writing, table, shift: 0);
        if (digests.FirstOrDefault(digest => digest.Table == table.Name) is not { } digest || !stored.IsSame(digest))
            throw new ArchiveException($"The table {table.Name} is not what the backup holds after it was written; nothing was restored.");
    }
}
