namespace Keystile.Storage;

/// <summary>Finds out what became of a commit whose answer was lost: the token that the unit spent tells.</summary>
internal static class LostCommit
{
    // A server that is started anew is back by then.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // Not a look: the insert waits for a transaction that is still under way on the server's side, and finds nothing only where it was undone.
    private const string SpendAgain = "INSERT INTO spent (jti, namespace, expires_at) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING";

    /// <summary>Whether the unit that spent <paramref name="spent"/> was stored.</summary>
    /// <remarks>Only whoever holds the same token could have spent it in between, and then the unit's answer opens nothing: its session does not exist.</remarks>
    /// <exception cref="DatabaseUnavailableException">It cannot be known: the unit spent nothing, or the database stays away.</exception>
    public static async Task<bool> WasStoredAsync(PostgresConnections connections, ReadOnlyMemory<byte>? spent)
    {
        try
        {
            // Not longer by a single try either: a server that has fallen silent makes it last more than twice as long.
            if (spent is not null && await AskAsync(connections, spent).WaitAsync(s_patience) is { } stored) return stored;
        }
        catch (TimeoutException)
        {
            // The last try ends by itself, and rolls back.
        }
        throw new DatabaseUnavailableException("The database was lost while it committed: whether that was stored is not known.");
    }

    private static async Task<bool?> AskAsync(PostgresConnections connections, ReadOnlyMemory<byte>? spent)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < s_patience; await Task.Delay(s_pause))
        {
            try
            {
                var lent = await connections.BorrowAsync(CancellationToken.None);
                try
                {
                    await using var begun = await lent.Connection.BeginTransactionAsync();
                    return await new Transaction(lent.Commands).ExecuteAsync(SpendAgain, spent) == 0;
                }
                finally
                {
                    await connections.ReturnAsync(lent);
                }
            }
            catch (Exception silence) when (PostgresErrors.IsSilence(silence))
            {
                return null;
            }
            catch (Exception away) when (PostgresErrors.IsOutage(away))
            {
                // Only for a moment, where it is started anew.
            }
        }
        return null;
    }
}
