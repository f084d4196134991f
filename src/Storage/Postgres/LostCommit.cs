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
        var began = TimeProvider.System.GetTimestamp();
        while (spent is not null && TimeProvider.System.GetElapsedTime(began) < s_patience)
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
                break;
            }
            catch (Exception away) when (PostgresErrors.IsOutage(away))
            {
                await Task.Delay(s_pause);
            }
        }
        throw new DatabaseUnavailableException("The database was lost while it committed: whether that was stored is not known.");
    }
}
