namespace Keystile.Storage;

/// <summary>An event and where it stands in the order in which events were committed.</summary>
/// <param name="Row">The event.</param>
/// <param name="Position">SQLite: its number. PostgreSQL: the number of the transaction that wrote it.</param>
public sealed record SealedEvent(EventRow Row, long Position);

/// <summary>The chain of seals, and the events in the order in which it covers them.</summary>
public static class EventSealStore
{
    private const string SelectLast = $"SELECT {EventSealRow.Columns} FROM event_seals AS s ORDER BY s.number DESC LIMIT 1";

    /// <summary>The end of the chain; null where nothing was sealed yet.</summary>
    public static ValueTask<EventSealRow?> FindLastAsync(Transaction transaction) => transaction.FindAsync(SelectLast, EventSealRow.Read);

    private const string SelectAfter = $"SELECT {EventSealRow.Columns} FROM event_seals AS s WHERE s.number > $1 ORDER BY s.number LIMIT $2";

    /// <summary>The seals after that number, in order.</summary>
    public static ValueTask<IReadOnlyList<EventSealRow>> ListAsync(Transaction transaction, long after, int most) =>
        transaction.ListAsync(SelectAfter, EventSealRow.Read, after, most);

    private const string SelectCovering = $"SELECT {EventSealRow.Columns} FROM event_seals AS s WHERE s.upto > $1 ORDER BY s.upto LIMIT 1";

    /// <summary>The seal that covers the event at <paramref name="position"/>; null where it is not sealed yet.</summary>
    public static ValueTask<EventSealRow?> FindCoveringAsync(Transaction transaction, long position) => transaction.FindAsync(SelectCovering, EventSealRow.Read, position);

    private const string Insert = """
        INSERT INTO event_seals (number, upto, count, hash, sealed_at, signature, entries, purged, purge_tag)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds a seal; false where another server sealed that far already.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, EventSealRow seal) =>
        await transaction.ExecuteAsync(Insert, seal.Number, seal.UpTo, seal.Count, seal.Hash, seal.SealedAt, seal.Signature, seal.Entries, seal.Purged, seal.PurgeTag) == 1;

    private const string Mark = "UPDATE event_seals SET purged = $2, purge_tag = $3 WHERE number = $1";

    /// <summary>Writes down which of its events were deleted because their time was over.</summary>
    public static async ValueTask MarkPurgedAsync(Transaction transaction, EventSealRow seal) =>
        await transaction.ExecuteAsync(Mark, seal.Number, seal.Purged, seal.PurgeTag);

    private const string SelectBefore = $"SELECT {EventSealRow.Columns} FROM event_seals AS s WHERE s.number < $1 ORDER BY s.number DESC LIMIT 1";

    /// <summary>The seal before that number; null for the first.</summary>
    public static ValueTask<EventSealRow?> FindBeforeAsync(Transaction transaction, long number) => transaction.FindAsync(SelectBefore, EventSealRow.Read, number);

    private const string DeleteBetween = "DELETE FROM event_seals WHERE number >= $1 AND number < $2";
    private const string Empty = "UPDATE event_seals SET count = 0, entries = $2, purged = $3, signature = $4, purge_tag = $5 WHERE number = $1";

    /// <summary>Puts a seal without entries in the place of all that it stands for.</summary>
    public static async ValueTask ShortenAsync(Transaction transaction, EventSealRow seal)
    {
        await transaction.ExecuteAsync(DeleteBetween, seal.First, seal.Number);
        await transaction.ExecuteAsync(Empty, seal.Number, seal.Entries, seal.Purged, seal.Signature, seal.PurgeTag);
    }

    private const string Resign = "UPDATE event_seals SET signature = $2, purge_tag = $3 WHERE number = $1";

    /// <summary>Signs the seals anew that a backup brought, for the places that their events have now.</summary>
    internal static async ValueTask MoveAsync(Transaction transaction, long shift, IReadOnlyList<byte[]> keys)
    {
        const int Portion = 500;
        IReadOnlyList<EventSealRow> seals;
        for (long after = 0; (seals = await ListAsync(transaction, after, Portion)).Count > 0; after = seals[^1].Number)
        {
            foreach (var seal in seals)
            {
                var moved = EventSeal.Move(seal with { UpTo = seal.UpTo + shift }, shift, keys);
                await transaction.ExecuteAsync(Resign, moved.Number, moved.Signature, moved.PurgeTag);
            }
        }
    }

    private const string Renew = "UPDATE event_seals SET signature = $2, purge_tag = $3 WHERE number = $1 AND signature = $4 AND purge_tag = $5";

    /// <summary>Puts the tags of <paramref name="renewed"/> in the place of those that were read. False where those are no longer there.</summary>
    public static async ValueTask<bool> TryRenewAsync(Transaction transaction, EventSealRow seal, EventSealRow renewed) =>
        await transaction.ExecuteAsync(Renew, seal.Number, renewed.Signature, renewed.PurgeTag, seal.Signature, seal.PurgeTag) == 1;

    /// <summary>Up to <paramref name="most"/> events from <paramref name="from"/> on and before <paramref name="to"/>, in the order of the chain.</summary>
    public static ValueTask<IReadOnlyList<SealedEvent>> ListEventsAsync(Transaction transaction, long from, long to, int most) =>
        transaction.ListAsync(transaction.Dialect.SelectEventsInOrder, Read, from, to, most);

    /// <summary>Of the app's oldest <paramref name="most"/> events those before <paramref name="before"/>, in the order of the chain.</summary>
    /// <remarks>Never the newest of all: SQLite would give its number to another.</remarks>
    public static async ValueTask<IReadOnlyList<SealedEvent>> ListOverAsync(Transaction transaction, string appId, DateTimeOffset before, int most) =>
        [.. (await transaction.ListAsync(transaction.Dialect.SelectOldestEvents, Read, appId, before, most)).OrderBy(one => one.Position).ThenBy(one => one.Row.Id)];

    /// <summary>The first position that a transaction still under way may write to: what is before it is all there.</summary>
    public static async ValueTask<long> HorizonAsync(Transaction transaction) =>
        (await transaction.ListAsync(transaction.Dialect.SelectHorizon, static row => row.Number(0)))[0];

    private static SealedEvent Read(Row row) => new(EventRow.Read(row), row.Number(EventRow.ColumnCount));
}
