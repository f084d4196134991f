using Keystile.Server.Apps;
using Keystile.Server.Background;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Tokens;

/// <summary>The security epoch as this server last read it. It is part of every key that signs challenge and service tokens, so that tokens of an earlier one are nobody's.</summary>
internal sealed class SecurityEpoch(long current)
{
    private long _current = current;

    public long Current => Volatile.Read(ref _current);

    /// <summary>Who judges an answer of that passkey. A counter that was written down before the epoch was raised may not be the last one: its next use flags and refuses nothing.</summary>
    public RelyingParty PartyFor(App app, CredentialRow? passkey) =>
        passkey is not null && (passkey.LastUsedAt ?? passkey.CreatedAt).ToUnixTimeMilliseconds() < Current ? app.Flagging : app.RelyingParty;

    public static async Task<SecurityEpoch> OpenAsync(Database database) => new(await database.ReadAsync(SecurityEpochStore.FindAsync));

    public async Task RefreshAsync(Database database) => Volatile.Write(ref _current, await database.ReadAsync(SecurityEpochStore.FindAsync));
}

/// <summary>Follows the epoch, which a command may raise while the server runs.</summary>
internal sealed class EpochRefresh(SecurityEpoch epoch, Database database, TimeProvider time, ILogger<EpochRefresh> log) : Periodic(TimeSpan.FromSeconds(2), time, log)
{
    protected override Task RunAsync(CancellationToken stopping) => epoch.RefreshAsync(database);
}
