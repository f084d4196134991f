using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

/// <summary>A store whose units of work are told apart by the tokens they spend.</summary>
public abstract class Units : Store
{
    protected Task<bool> SpendAsync(out byte[] jti)
    {
        var bytes = jti = RandomNumberGenerator.GetBytes(16);
        return Database.WriteAsync(tx => ChallengeLedger.TrySpendAsync(tx, bytes, SpentKind.Challenge, Now, epoch: 0), Stop);
    }

    protected async Task<bool> IsSpentAsync(byte[] jti) =>
        await Database.ReadAsync(tx => tx.FindAsync("SELECT jti FROM spent WHERE jti = $1", static row => row.Bytes(0), jti), Stop) is not null;

    protected async Task<bool> HasAsync(string username) =>
        await Database.ReadAsync(tx => UserStore.FindByUsernameAsync(tx, App, Username.TryCreate(username)!), Stop) is not null;
}
