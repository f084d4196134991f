using Keystile.Server.Background;
using Keystile.Storage;

namespace Keystile.Server.Tokens;

/// <summary>Rotates the keys of access tokens while the server runs.</summary>
internal sealed class KeyRotation(SigningKeys keys, Database database, TimeProvider time, ILogger<KeyRotation> log) : Periodic(TimeSpan.FromMinutes(1), time, log)
{
    private readonly TimeProvider _time = time;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        await keys.RefreshAsync();
        await database.WriteAsync(async writing => await writing.TryLeadAsync(Job.SigningKeys) ? await SigningKeyStore.PurgeAsync(writing, _time.GetUtcNow()) : 0, stopping);
    }
}
