using System.Data.Common;
using Npgsql;

namespace Keystile.Storage;

/// <summary>PostgreSQL: units run beside each other at READ COMMITTED, as every decision is a constraint, a guarded statement, or made under a row's lock.</summary>
internal sealed class PostgresDialect : Dialect
{
    /// <summary>How many connections a server opens at most: those of units that write and of units that read, and one for each group under way of either kind.</summary>
    public const int MostConnections = 2 * (PostgresConnections.Most + PostgresConnections.MostGroups);

    // The lock makes one of many starting servers the one that migrates; the others wait for it as long as a migration may take.
    internal const string BeginMigration = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7735556871), set_config('keystile.app', '*', true)";

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly PostgresConnections _writers;
    private readonly PostgresConnections _readers;
    private readonly PostgresConnections _grouped;
    private readonly PostgresConnections _shared;
    private readonly SpareThreads _spare;
    private readonly PostgresWriter _writer;
    private readonly PostgresGroups _groups;
    private readonly SharedStatements _lookUps;

    public PostgresDialect(string url)
    {
        _settings = PostgresAddress.Parse(url);
        _writers = new(_settings.ToString(), this);
        _readers = new(PostgresAddress.ReadOnly(_settings).ToString(), this);
        _grouped = new(PostgresAddress.Impatient(_settings).ToString(), this);
        _shared = new(PostgresAddress.Impatient(PostgresAddress.ReadOnly(_settings)).ToString(), this);
        var young = new YoungTables(_writers);
        _writer = new(_writers, this, young);
        _groups = new(_grouped, _writers, young);
        _lookUps = new(_shared, this);
        _spare = new([_writers, _readers, _grouped, _shared]);
    }

    public override string Migrations => "Postgres";

    public override bool RunsOneAtATime => false;

    public override (long Units, long Commits) Written => (_writer.Units + _groups.Written.Units, _writer.Units + _groups.Written.Commits);

    public override int Waiting => _writers.Waiting + _readers.Waiting + _groups.Waiting + _lookUps.Waiting;

    public override async Task OpenAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await MigrateAsync(Migrator.Known(Migrations), time, cancellationToken);
        }
        catch (PostgresException refusal) when (PostgresErrors.IsRefused(refusal))
        {
            throw new DatabaseRefusedException("PostgreSQL does not let this user into this database: check user, password and database in the address, and pg_hba.conf.");
        }
    }

    internal async Task MigrateAsync(IReadOnlyList<Migration> known, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_settings.ToString()) { CommandTimeout = 0 }.ToString());
        await connection.OpenAsync(cancellationToken);
        await Migrator.RunAsync(connection, this, BeginMigration, known, time);
    }

    public override Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    /// <summary>With all who come at once, and by itself where that did not end well.</summary>
    public override async Task<int?> TryWriteAsync(IReadOnlyList<Step> series, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _groups.TryAsync(series) ? null : await base.TryWriteAsync(series, CancellationToken.None);
    }

    public override async ValueTask<T> LookUpAsync<T>(Func<Transaction, ValueTask<T>> work)
    {
        var transaction = new Transaction(_lookUps);
        try
        {
            return await work(transaction);
        }
        catch (Exception silence) when (PostgresErrors.IsSilence(silence))
        {
            throw new DatabaseUnavailableException("The database could not read.", silence);
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException)
        {
            // Whatever befell those who were sent together, each asks again by itself.
        }
        finally
        {
            transaction.End();
        }
        return await ReadAsync(work, CancellationToken.None);
    }

    public override async ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                return await TryReadAsync(work, cancellationToken);
            }
            catch (Exception failure) when (!again && PostgresErrors.IsLost(failure) && !PostgresErrors.IsSilence(failure))
            {
                // The server may only have been started anew since the last read.
            }
            catch (Exception failure) when (IsOutage(failure) && failure is not PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
            {
                throw new DatabaseUnavailableException("The database could not read.", failure);
            }
        }
    }

    private async ValueTask<T> TryReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var lent = await _readers.BorrowAsync(cancellationToken);
        var transaction = new Transaction(lent.Commands);
        try
        {
            return await work(transaction);
        }
        finally
        {
            transaction.End();
            await _readers.ReturnAsync(lent);
        }
    }

    public override async ValueTask<T> SnapshotAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(PostgresAddress.ReadOnly(_settings).ToString()) { CommandTimeout = 0 }.ToString());
            await connection.OpenAsync(cancellationToken);
            using var commands = new KeptCommands(connection, this);
            await using var begun = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var transaction = new Transaction(commands);
            await transaction.TakeTimeAsync();
            return await work(transaction);
        }
        catch (Exception failure) when (IsOutage(failure) && failure is NpgsqlException)
        {
            throw new DatabaseUnavailableException("The database could not read.", failure);
        }
    }

    public override string CommitOrder => "tx";

    public override string CursorInCommitOrder => "cursor_position";

    public override string? PlaceCursors => null;

    public override string SelectColumns => """
        SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migrations'
        """;

    public override string SelectReferences => """
        SELECT c.relname::text, p.relname::text FROM pg_constraint AS f JOIN pg_class AS c ON c.oid = f.conrelid JOIN pg_class AS p ON p.oid = f.confrelid
        WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
        """;

    public override string? ContinueNumbers => Scope.EveryApp + "SELECT setval(pg_get_serial_sequence('events', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM events), false)";

    public override string? SelectUnheldRole => $"{Scope.NoApp} SELECT 1::bigint FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)";

    // A role sees that the connections of others are there, but only of its own of what kind they are.
    public override string? SelectConnectionRoom => $"""
        {Scope.NoApp} SELECT current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint - coalesce(current_setting('reserved_connections', true)::bigint, 0),
            (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend' AND pid <> pg_backend_pid())
        """;

    public override string? TakeTime => "SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)";

    public override string? CountRows => YoungTables.Count;

    public override async ValueTask DisposeAsync()
    {
        _spare.Dispose();
        foreach (var connections in (PostgresConnections[])[_shared, _readers, _grouped, _writers]) await connections.DisposeAsync();
    }

    public override bool IsOutage(Exception exception) => PostgresErrors.IsOutage(exception);

    public override KeptCommand Prepare(DbConnection connection, string sql, int parameters) => new PostgresCommand((NpgsqlConnection)connection, sql, parameters);

    public override string SelectEventsInOrder { get; } = $"{Scope.EveryApp} SELECT {EventRow.Columns}, e.tx FROM events AS e WHERE e.tx >= $1 AND e.tx < $2 ORDER BY e.tx, e.id LIMIT $3";

    public override string SelectOldestEvents { get; } =
        $"SELECT {EventRow.Columns}, e.tx FROM (SELECT * FROM events WHERE app_id = $1 ORDER BY id LIMIT $3) AS e WHERE e.at < $2";

    public override string SelectHorizon => "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    protected override string EventPosition => "e.tx";

    // Not the column itself: the order of the chain is that of the primary key, and by the other index all of an app's events would be sorted for each batch.
    protected override string EventApp => "(e.app_id || '')";
}
