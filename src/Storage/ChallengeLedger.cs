namespace Keystile.Storage;

/// <summary>What kind of token was spent.</summary>
public enum SpentKind
{
    /// <summary>The challenge token of a ceremony.</summary>
    Challenge = 1,

    /// <summary>A token that a backend verifies.</summary>
    Verify = 2,

    /// <summary>A magic link.</summary>
    MagicLink = 3,

    /// <summary>A recovery link or code.</summary>
    Recovery = 4,

    /// <summary>A token by which a backend lets one user register.</summary>
    Register = 5,

    /// <summary>The state of a sign-in at an identity provider.</summary>
    External = 6,

    /// <summary>An invitation.</summary>
    Invitation = 7,

    /// <summary>A token by which a backend binds a sign-in to one user.</summary>
    SignIn = 8,
}

/// <summary>The tokens that were answered. A token is in it once; who puts it there is the one whose answer counts.</summary>
/// <remarks>There is no way to ask without spending: a look before the leap is how replays happen.</remarks>
public static class ChallengeLedger
{
    /// <summary>How long past its expiry a token is remembered, against a clock that went forward and back.</summary>
    public static readonly TimeSpan KeptPastExpiry = TimeSpan.FromHours(1);

    private const string Insert =
        $"{Scope.NoApp} INSERT INTO spent (jti, namespace, expires_at) SELECT $1, $2, $3 WHERE $4 = (SELECT epoch FROM installation) ON CONFLICT DO NOTHING";

    /// <summary>Spends the token; false where it was spent before, or is of another security epoch. In the transaction of what the answer acknowledges.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="jti">The token's id: 16 to 64 random bytes.</param>
    /// <param name="kind">What kind of token.</param>
    /// <param name="expiresAt">When the token expires.</param>
    /// <param name="epoch">The security epoch under which it was found good.</param>
    public static ValueTask<bool> TrySpendAsync(Transaction transaction, ReadOnlyMemory<byte> jti, SpentKind kind, DateTimeOffset expiresAt, long epoch) =>
        transaction.TryAsync(ToSpend(jti, kind, expiresAt, epoch));

    /// <summary>The same as the step of a series.</summary>
    public static Step ToSpend(ReadOnlyMemory<byte> jti, SpentKind kind, DateTimeOffset expiresAt, long epoch) => new(Insert, jti, (int)kind, expiresAt, epoch) { Spends = jti };

    private const string Purge = "DELETE FROM spent WHERE jti IN (SELECT jti FROM spent WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)";

    /// <summary>Forgets up to <paramref name="most"/> tokens that expired more than <see cref="KeptPastExpiry"/> ago, and tells how many.</summary>
    public static ValueTask<int> PurgeAsync(Transaction transaction, DateTimeOffset now, int most = 1000) =>
        transaction.ExecuteAsync(Purge, now - KeptPastExpiry, most);
}
