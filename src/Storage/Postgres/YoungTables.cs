namespace Keystile.Storage;

/// <summary>Has PostgreSQL count the rows of tables that have just grown. By itself it does so up to a minute later; until then it keeps the plans it made for empty tables,
/// where any index that begins with the app seemed good enough, and each statement walks through all rows of the app.</summary>
internal sealed class YoungTables(PostgresConnections connections)
{
    /// <summary>For a connection or a transaction: each table that has grown by half since it was counted.</summary>
    public const string Count = $"""
        {Scope.NoApp} DO $$ DECLARE grown regclass; BEGIN
            FOR grown IN SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                AND 2 * pg_relation_size(c.oid) > 3 * greatest(c.relpages, 1) * current_setting('block_size')::bigint
            LOOP EXECUTE 'ANALYZE ' || grown; END LOOP;
        END $$
        """;

    // Beyond that PostgreSQL keeps up by itself.
    private const long First = 100, Last = 200_000;

    private long _next = First;
    private long _units;

    /// <summary>After a commit of that many units. At 100, 200, 400... of this server all tables are looked at, beside whoever writes.</summary>
    public void Grow(int units)
    {
        var all = Interlocked.Add(ref _units, units);
        var next = Interlocked.Read(ref _next);
        if (all < next || all > Last || Interlocked.CompareExchange(ref _next, 2 * all, next) != next) return;
        _ = CountAsync();
    }

    private async Task CountAsync()
    {
        try
        {
            var lent = await connections.BorrowAsync(CancellationToken.None);
            try
            {
                await lent.Commands.Bind(Count, []).ExecuteAsync();
            }
            finally
            {
                await connections.ReturnAsync(lent);
            }
        }
        catch (Exception)
        {
            // The database is away or busy. It will count them by itself.
        }
    }
}
