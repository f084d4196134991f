namespace Keystile.Storage;

/// <summary>The security epoch: tokens issued before it was raised are refused. Raised where the ledger of what was spent may have lost rows.</summary>
public static class SecurityEpochStore
{
    private const string Select = "SELECT epoch FROM installation";

    /// <summary>The epoch in force. It is the time at which it was raised, in milliseconds, or 0: no two are alike, also not of two restores of one backup.</summary>
    public static async ValueTask<long> FindAsync(Transaction transaction) => (await transaction.ListAsync(Select, static row => row.Number(0)))[0];

    private const string Raise = "UPDATE installation SET epoch = CASE WHEN epoch < $1 THEN $1 ELSE epoch + 1 END";

    // Nobody spends until the raise is over: who began to before is waited for, and his session ends with the others.
    private const string HoldSpenders = "LOCK TABLE spent IN SHARE MODE";

    private static readonly string[] s_endings = [$"{Scope.EveryApp} DELETE FROM sessions", $"{Scope.EveryApp} DELETE FROM account_links", "DELETE FROM operator_invitations"];

    /// <summary>Raises the epoch and ends what was good once and may have been used: sessions, links and invitations.</summary>
    public static async ValueTask RaiseAsync(Transaction transaction, DateTimeOffset now)
    {
        await transaction.TakeTimeAsync();
        await transaction.HoldAsync(HoldSpenders);
        await transaction.ExecuteAsync(Raise, now);
        foreach (var ending in s_endings) await transaction.ExecuteAsync(ending);
    }
}
