using System.Buffers.Text;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Ceremonies;

/// <summary>One challenge, one attempt.</summary>
internal sealed class Challenges(Database database)
{
    /// <summary>Spends the token in the transaction of what its answer acknowledges; false where it was spent before.</summary>
    public static ValueTask<bool> TrySpendAsync(Transaction transaction, ChallengeToken token) =>
        ChallengeLedger.TrySpendAsync(transaction, Base64Url.DecodeFromChars(token.Id), SpentKind.Challenge, token.Expiry);

    /// <summary>Spends the token of a refused answer, so that nobody tries a second one on it.</summary>
    public async Task SpendAsync(ChallengeToken token)
    {
        try
        {
            await database.WriteAsync(writing => TrySpendAsync(writing, token));
        }
        catch (DatabaseUnavailableException)
        {
            // The refusal stands by itself; only its second line of defence is missing, and the token soon expires.
        }
    }
}
