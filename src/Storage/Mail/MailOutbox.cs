namespace Keystile.Storage;

/// <summary>The mail that waits to be sent, of all apps: one line of work for whichever server gets to it first.</summary>
public static class MailOutbox
{
    /// <summary>How many may wait. Beyond that none is taken: a mail server that is away must not fill the disk.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>How long a dead letter is kept for the operator to see.</summary>
    public static readonly TimeSpan KeptDead = TimeSpan.FromDays(30);

    private const string Insert = $"""
        {Scope.EveryApp} INSERT INTO mail_outbox (app_id, id, sealed, attempts, due_at, expires_at, created_at)
        SELECT a.id, $2, $3, 0, $4, $5, $4 FROM apps AS a
        WHERE a.id = $1 AND (SELECT count(*) FROM (SELECT 1 FROM mail_outbox WHERE dead_at IS NULL LIMIT $6) AS waiting) < $6
        """;

    /// <summary>Puts a mail into the outbox, in the transaction of what it tells. False where too many wait already.</summary>
    public static async ValueTask<bool> TryAddAsync(Transaction transaction, MailRow mail, int most = MostWaiting) =>
        await transaction.ExecuteAsync(Insert, mail.AppId, mail.Id, mail.Sealed, mail.DueAt, mail.ExpiresAt, most) == 1;

    private const string SelectDue = $"{Scope.EveryApp} SELECT {MailRow.Columns} FROM mail_outbox WHERE dead_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2";

    /// <summary>What may be tried now, the longest due first.</summary>
    public static ValueTask<IReadOnlyList<MailRow>> ListDueAsync(Transaction transaction, DateTimeOffset now, int most) =>
        transaction.ListAsync(SelectDue, MailRow.Read, now, most);

    private const string SelectWaiting = $"{Scope.EveryApp} SELECT {MailRow.Columns} FROM mail_outbox WHERE dead_at IS NULL ORDER BY due_at, id";

    /// <summary>All mail that waits.</summary>
    public static ValueTask<IReadOnlyList<MailRow>> ListWaitingAsync(Transaction transaction) => transaction.ListAsync(SelectWaiting, MailRow.Read);

    // By the number of attempts: of two servers that saw the mail due, one counts it up and the other no longer finds it.
    private const string Claim = "UPDATE mail_outbox SET attempts = attempts + 1, due_at = $4 WHERE app_id = $1 AND id = $2 AND attempts = $3 AND dead_at IS NULL";

    /// <summary>Takes the mail for one attempt; nobody else tries it before <paramref name="until"/>. False where another server was first.</summary>
    public static async ValueTask<bool> TryClaimAsync(Transaction transaction, MailRow mail, DateTimeOffset until) =>
        await transaction.ExecuteAsync(Claim, mail.AppId, mail.Id, mail.Attempts, until) == 1;

    private const string Defer = "UPDATE mail_outbox SET due_at = $3 WHERE app_id = $1 AND id = $2 AND dead_at IS NULL";

    /// <summary>Lets the mail be tried again from <paramref name="dueAt"/> on.</summary>
    public static ValueTask<int> DeferAsync(Transaction transaction, MailRow mail, DateTimeOffset dueAt) =>
        transaction.ExecuteAsync(Defer, mail.AppId, mail.Id, dueAt);

    private const string Remove = "DELETE FROM mail_outbox WHERE app_id = $1 AND id = $2 AND dead_at IS NULL";

    /// <summary>Forgets a mail that is done with. False where it was gone.</summary>
    public static async ValueTask<bool> RemoveAsync(Transaction transaction, MailRow mail) => await transaction.ExecuteAsync(Remove, mail.AppId, mail.Id) == 1;

    private const string Reseal = "UPDATE mail_outbox SET sealed = $3 WHERE app_id = $1 AND id = $2 AND sealed = $4";

    /// <summary>Puts the same mail, sealed anew, in the place of what was read. False where that is no longer there.</summary>
    public static async ValueTask<bool> TryResealAsync(Transaction transaction, MailRow mail, ReadOnlyMemory<byte> sealedAnew) =>
        await transaction.ExecuteAsync(Reseal, mail.AppId, mail.Id, sealedAnew, mail.Sealed) == 1;

    private const string Bury = "UPDATE mail_outbox SET sealed = NULL, dead_at = $3, failure = $4 WHERE app_id = $1 AND id = $2 AND dead_at IS NULL";

    /// <summary>Gives the mail up: what it said is erased, when and why is kept.</summary>
    public static ValueTask<int> BuryAsync(Transaction transaction, MailRow mail, DateTimeOffset now, string failure) =>
        transaction.ExecuteAsync(Bury, mail.AppId, mail.Id, now, failure);

    private const string SelectDead = $"{Scope.EveryApp} SELECT {DeadLetter.Columns} FROM mail_outbox WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id LIMIT $1";

    /// <summary>The dead letters of all apps, the latest first.</summary>
    public static ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(Transaction transaction, int most) => transaction.ListAsync(SelectDead, DeadLetter.Read, most);

    private const string Count = $"{Scope.EveryApp} SELECT count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL) FROM mail_outbox";

    /// <summary>How many mails of all apps wait, and how many are dead.</summary>
    public static async ValueTask<MailCount> CountAsync(Transaction transaction) =>
        (await transaction.FindAsync(Count, static row => new MailCount(row.Number(0), row.Number(1))))!;

    private const string Purge = $"{Scope.EveryApp} DELETE FROM mail_outbox WHERE (app_id, id) IN (SELECT app_id, id FROM mail_outbox WHERE dead_at <= $1 ORDER BY dead_at LIMIT $2)";

    /// <summary>Forgets up to <paramref name="most"/> dead letters that are older than <see cref="KeptDead"/>, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now, int most = 1000) => transaction.ExecuteAsync(Purge, now - KeptDead, most);
}
