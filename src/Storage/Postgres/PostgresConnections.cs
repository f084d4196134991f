using System.Collections.Concurrent;
using Npgsql;

namespace Keystile.Storage;

/// <summary>A few connections that stay open with their prepared statements, each lent to one unit of work at a time.</summary>
internal sealed class PostgresConnections(string settings, Dialect dialect) : IAsyncDisposable
{
    /// <summary>How many at most: more would only make the server's processes wait for each other.</summary>
    public const int Most = 16;

    /// <summary>How many units may wait for one. Beyond that a caller is told at once to come back.</summary>
    public const int MostWaiting = 4096;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(settings);
    private readonly ConcurrentStack<PostgresConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(Most);
    private int _waiting;
    private int _closing;

    public int Waiting => Volatile.Read(ref _waiting);

    /// <exception cref="DatabaseUnavailableException">Too many wait already, or the database is closing.</exception>
    public async ValueTask<PostgresConnection> BorrowAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _closing) != 0) throw new DatabaseUnavailableException("The database is closing.");
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) throw new DatabaseUnavailableException("The database takes no more work: its queue is full.");
            await _free.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        try
        {
            return _idle.TryPop(out var kept) ? kept : await OpenAsync();
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
            if (connection.IsOpen)
            {
                _idle.Push(connection);
                return;
            }
            await connection.DisposeAsync();
            while (_idle.TryPop(out var kept)) await kept.DisposeAsync();
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
        while (_idle.TryPop(out var kept)) await kept.DisposeAsync();
        await _source.DisposeAsync();
        _free.Dispose();
    }

    private async ValueTask<PostgresConnection> OpenAsync()
    {
        var connection = await _source.OpenConnectionAsync();
        return new(connection, new(connection, dialect));
    }
}

/// <summary>One of them.</summary>
internal sealed record PostgresConnection(NpgsqlConnection Connection, KeptCommands Commands) : IAsyncDisposable
{
    public bool IsOpen => Connection.FullState == System.Data.ConnectionState.Open;

    public async ValueTask DisposeAsync()
    {
        Commands.Dispose();
        await Connection.DisposeAsync();
    }
}
