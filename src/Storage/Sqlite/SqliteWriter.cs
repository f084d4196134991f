using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>The one writer of this process: a thread with a connection of its own, fed by a queue.</summary>
/// <remarks>While one group syncs, the next gathers in the queue: the busier, the more share a commit.</remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>How many units may wait. Beyond that a caller is told at once to come back: a queue that only grows helps nobody.</summary>
    public const int Capacity = 4096;

    // The first of a group waits for the last: this bounds how long.
    private const int MostInGroup = 256;

    private readonly SqliteConnection _connection;
    private readonly KeptCommands _commands;
    private readonly GroupCommit _transaction;
    private readonly SqliteFolding _folding;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteUnit> _group = [];

    // Synchronous continuations: the only one there is wakes the writer's thread.
    private readonly Channel<WriteUnit> _queue = Channel.CreateBounded<WriteUnit>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = true });

    private long _units;
    private long _commits;

    public SqliteWriter(SqliteConnection connection, KeptCommands commands, SqliteFolding folding)
    {
        _connection = connection;
        _commands = commands;
        _folding = folding;
        _transaction = new(connection, commands);
        _thread = new(Work) { IsBackground = true, Name = "keystile writer" };
        _thread.Start();
    }

    public (long Units, long Commits) Written => (Interlocked.Read(ref _units), Interlocked.Read(ref _commits));

    public int Waiting => _queue.Reader.Count;

    public Task<T> WriteAsync<T>(WriteUnit<T> unit)
    {
        if (Thread.CurrentThread == _thread) throw new InvalidOperationException("A unit of work cannot wait for another: the writer runs one at a time.");
        if (!_queue.Writer.TryWrite(unit)) unit.Fail(new DatabaseUnavailableException("The database takes no more writes: its queue is full, or it is closing."));
        return unit.Answered;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
        _folding.Dispose();
        _transaction.Dispose();
        _commands.Dispose();
        await _connection.DisposeAsync();
    }

    private void Work()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) WriteGroup();
        _ended.SetResult();
    }

    private void WriteGroup()
    {
        _group.Clear();
        try
        {
            _transaction.Begin();
            while (_group.Count < MostInGroup && _queue.Reader.TryRead(out var unit))
            {
                if (unit.IsCancelled) continue;
                _group.Add(unit);
                if (_transaction.TryRun(unit)) continue;
                RunAgain();
                break;
            }
            _transaction.Commit();
        }
        catch (SqliteException failure)
        {
            Fail(failure);
            return;
        }
        Interlocked.Add(ref _units, _group.Count);
        Interlocked.Increment(ref _commits);
        foreach (var unit in _group) unit.Answer();
        _folding.AfterCommit(_units);
    }

    /// <summary>Runs the group from its beginning, each unit by itself: one of them must be undone and the others stay. Seldom, so all the others are spared its price.</summary>
    private void RunAgain()
    {
        _transaction.Undo();
        _transaction.Begin();
        foreach (var unit in _group) _transaction.Run(unit);
    }

    private void Fail(SqliteException failure)
    {
        // Where not even the beginning went well, those who wait now are told now.
        while (_group.Count < MostInGroup && _queue.Reader.TryRead(out var unit))
            if (!unit.IsCancelled) _group.Add(unit);
        _transaction.Undo();
        foreach (var unit in _group) unit.Fail(new DatabaseUnavailableException("The database could not commit.", failure));
    }
}
