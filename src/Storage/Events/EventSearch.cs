namespace Keystile.Storage;

/// <summary>What an operator asks the events for. Every member narrows; the defaults let all pass.</summary>
public sealed record EventQuery
{
    /// <summary>Of this app; null for all.</summary>
    public string? AppId { get; init; }

    /// <summary>Of this kind; null for all.</summary>
    public EventKind? Kind { get; init; }

    /// <summary>About this account; null for all.</summary>
    public Guid? UserId { get; init; }

    /// <summary>At this time or later.</summary>
    public DateTimeOffset Since { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Before this time.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Older than the event of this number: the last of the page before.</summary>
    public long Before { get; init; } = long.MaxValue;
}

/// <summary>Reads events by filters, newest first, and counts them over time.</summary>
public static class EventSearch
{
    private const string Narrow = "e.id < $2 AND e.at >= $3 AND e.at < $4 AND ($5 = 0 OR e.kind = $5)";
    private const string Page = "ORDER BY e.id DESC LIMIT $6";

    private const string OfAll = $"{Scope.EveryApp} SELECT {EventRow.Columns} FROM events AS e WHERE $1 = '' AND {Narrow} {Page}";

    private const string OfApp = $"SELECT {EventRow.Columns} FROM events AS e WHERE e.app_id = $1 AND {Narrow} {Page}";

    private const string OfUser = $"SELECT {EventRow.Columns} FROM events AS e WHERE e.app_id = $1 AND {Narrow} AND e.user_id = $7 {Page}";

    /// <summary>A page of events, newest first. A user is looked for within his app only.</summary>
    public static ValueTask<IReadOnlyList<EventRow>> ListAsync(Transaction transaction, EventQuery query, int most) =>
        query is { AppId: not null, UserId: not null }
            ? transaction.ListAsync(OfUser, EventRow.Read, query.AppId, query.Before, query.Since, query.Until, (int)(query.Kind ?? 0), most, query.UserId)
            : transaction.ListAsync(query.AppId is null ? OfAll : OfApp, EventRow.Read, query.AppId ?? "", query.Before, query.Since, query.Until, (int)(query.Kind ?? 0), most);

    private const string CountOfAll = $"""
        {Scope.EveryApp} SELECT (e.at - $2) / $4, e.kind, sum(e.times) FROM events AS e
        WHERE $1 = '' AND e.kind IN (1, 2, 3, 4) AND e.at >= $2 AND e.at < $3 GROUP BY 1, 2
        """;

    private const string CountOfApp = """
        SELECT (e.at - $2) / $4, e.kind, sum(e.times) FROM events AS e
        WHERE e.app_id = $1 AND e.kind IN (1, 2, 3, 4) AND e.at >= $2 AND e.at < $3 GROUP BY 1, 2
        """;

    /// <summary>How often people registered and signed in, and were refused, in each of the intervals since <paramref name="since"/>.</summary>
    public static ValueTask<IReadOnlyList<EventCount>> CountAsync(Transaction transaction, string? appId, DateTimeOffset since, DateTimeOffset until, TimeSpan interval) =>
        transaction.ListAsync(appId is null ? CountOfAll : CountOfApp, static row => new EventCount((int)row.Number(0), (EventKind)row.Number(1), row.Number(2)),
            appId ?? "", since, until, (long)interval.TotalMilliseconds);
}

/// <summary>How often something happened in an interval.</summary>
/// <param name="Interval">The how manieth, from 0.</param>
/// <param name="Kind">What.</param>
/// <param name="Times">How often.</param>
public sealed record EventCount(int Interval, EventKind Kind, long Times);
