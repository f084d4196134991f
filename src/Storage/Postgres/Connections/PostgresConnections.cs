using System.Collections.Concurrent;
using Npgsql;

namespace Keystile.Storage;

/// <summary>A few connections that stay open with their prepared statements, each lent to one unit of work at a time.</summary>
internal sealed class PostgresConnections(string settings, Dialect dialect) : IAsyncDisposable
{
    /// <summary>How many at most: more would only make the server's processes wait for each other.</summary>
    public const int Most = 16;

    /// <summary>How many groups of units are under way at once, each on one of its own. Beyond the first only where a whole group waits: more groups at a time are smaller groups.</summary>
    public const int MostGroups = 4;

    /// <summary>How many units may wait for one. Beyond that a caller is told at once to come back.</summary>
    public const int MostWaiting = 4096;

    /// <summary>How long a unit waits for one at most: longer than any two statements' waits for a lock, and short enough that a database which has gone silent is told to everybody while they still listen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(settings);
    private readonly ConcurrentStack<PostgresConnection> _idle = new();
    private readonly ConcurrentDictionary<PostgresConnection, bool> _open = new();
    private readonly SemaphoreSlim _free = new(Most);
    private int _waiting;
    private int _closing;

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether one of them has been lent for longer than that.</summary>
    public bool AnyIsLentFor(TimeSpan time) => _open.Keys.Any(connection => connection.LentAt is > 0 and var at && TimeProvider.System.GetElapsedTime(at) > time);

    /// <exception cref="DatabaseUnavailableException">Too many wait already, none came free in time, or the database is closing.</exception>
    public async ValueTask<PostgresConnection> BorrowAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _closing) != 0) throw new DatabaseUnavailableException("The database is closing.");
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) throw new DatabaseUnavailableException("The database takes no more work: its queue is full.");
            if (!await _free.WaitAsync(Patience, cancellationToken)) throw new DatabaseUnavailableException("No connection to the database came free in time.");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        try
        {
            var lent = _idle.TryPop(out var kept) ? kept : await OpenAsync();
            lent.LentAt = TimeProvider.System.GetTimestamp();
            return lent;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Takes it back: for the next, or out of the way where it broke, and then the idle ones with it, as one server ended them all.</summary>
    public async ValueTask ReturnAsync(PostgresConnection connection)
    {
        try
        {
            connection.LentAt = 0;
            if (connection.IsOpen)
            {
                _idle.Push(connection);
                return;
            }
            await CloseAsync(connection);
            while (_idle.TryPop(out var kept)) await CloseAsync(kept);
        }
        finally
        {
            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return;
        for (var i = 0; i < Most; i++) await _free.WaitAsync();
        while (_idle.TryPop(out var kept)) await CloseAsync(kept);
        await _source.DisposeAsync();
        _free.Dispose();
    }

    private async ValueTask<PostgresConnection> OpenAsync()
    {
        var connection = await _source.OpenConnectionAsync();
        var opened = new PostgresConnection(connection, new(connection, dialect));
        _open[opened] = true;
        return opened;
    }

    private ValueTask CloseAsync(PostgresConnection connection)
    {
        _open.TryRemove(connection, out _);
        return connection.DisposeAsync();
    }
}

/// <summary>One of them.</summary>
internal sealed class PostgresConnection(NpgsqlConnection connection, KeptCommands commands) : IAsyncDisposable
{
    private long _lentAt;

    public NpgsqlConnection Connection => connection;

    public KeptCommands Commands => commands;

    /// <summary>The time stamp of when it was lent; 0 while it is not.</summary>
    public long LentAt
    {
        get => Volatile.Read(ref _lentAt);
        set => Volatile.Write(ref _lentAt, value);
    }

    public bool IsOpen => Connection.FullState == System.Data.ConnectionState.Open;

    public async ValueTask DisposeAsync()
    {
        Commands.Dispose();
        await Connection.DisposeAsync();
    }
}
