using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>A few connections that only read, each lent to one unit of work at a time. In WAL mode they wait for nobody.</summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private readonly Channel<Reader> _idle = Channel.CreateUnbounded<Reader>();
    private readonly int _count = Environment.ProcessorCount * 2;
    private int _closing;

    public SqliteReaders(string path, Dialect dialect)
    {
        for (var i = 0; i < _count; i++)
        {
            var connection = SqliteConnections.OpenReader(path);
            _idle.Writer.TryWrite(new(connection, new(connection, dialect)));
        }
    }

    public async ValueTask<T> ReadAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _closing) != 0) throw new DatabaseUnavailableException("The database is closing.");
        if (!_idle.Reader.TryRead(out var reader)) reader = await _idle.Reader.ReadAsync(cancellationToken);
        var transaction = new Transaction(reader.Commands);
        try
        {
            return await work(transaction);
        }
        finally
        {
            transaction.End();
            _idle.Writer.TryWrite(reader);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) != 0) return;
        for (var i = 0; i < _count; i++)
        {
            var reader = await _idle.Reader.ReadAsync();
            reader.Commands.Dispose();
            await reader.Connection.DisposeAsync();
        }
    }

    private sealed record Reader(SqliteConnection Connection, KeptCommands Commands);
}
