using System.Security.Cryptography;

namespace Keystile.Storage;

/// <summary>Runs units of work beside each other, each in a transaction of its own. The server shares commits among those that come at once.</summary>
internal sealed class PostgresWriter(PostgresConnections connections, Dialect dialect, YoungTables young)
{
    private const int MostTries = 6;
    private long _units;

    public long Units => Interlocked.Read(ref _units);

    public async Task<T> WriteAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryAsync(work, tries == 1 ? cancellationToken : CancellationToken.None);
            }
            catch (Exception failure) when (tries < MostTries && PostgresErrors.IsRace(failure))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 5 << tries), CancellationToken.None);
            }
            catch (Exception failure) when (tries == 1 && PostgresErrors.IsLost(failure) && !PostgresErrors.IsSilence(failure))
            {
                // Lost before its commit was sent, so nothing was stored: the server may only have been started anew since the last unit.
            }
            catch (Exception failure) when (dialect.IsOutage(failure))
            {
                throw new DatabaseUnavailableException("The database could not write.", failure);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var (value, spent, lost) = await RunAsync(work, cancellationToken);
        // Asked only when this unit's connection is given back: were all lost at once, each would wait for another's.
        if (lost is not null && !await LostCommit.WasStoredAsync(connections, spent)) throw new DatabaseUnavailableException("The database was lost before it committed.", lost);
        Interlocked.Increment(ref _units);
        young.Grow(1);
        return value;
    }

    private async Task<(T Value, ReadOnlyMemory<byte>? Spent, Exception? Lost)> RunAsync<T>(Func<Transaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var lent = await connections.BorrowAsync(cancellationToken);
        try
        {
            var transaction = new Transaction(lent.Commands);
            // Sent along with the first statement. What is not committed is rolled back at the end of this block.
            await using var begun = await lent.Connection.BeginTransactionAsync(CancellationToken.None);
            T value;
            try
            {
                value = await work(transaction);
            }
            finally
            {
                transaction.End();
            }
            if (transaction.IsRolledBack) return (value, null, null);
            try
            {
                await begun.CommitAsync(CancellationToken.None);
            }
            catch (Exception failure) when (PostgresErrors.IsLost(failure))
            {
                return (value, transaction.Spent, failure);
            }
            return (value, null, null);
        }
        finally
        {
            await connections.ReturnAsync(lent);
        }
    }
}
