using Keystile.Server.Observability;
using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>The operator's copy of the FIDO metadata. A file that is refused, torn or gone leaves the last good issue in force. Nothing is ever fetched.</summary>
internal sealed class MetadataFile(ServerOptions options, MetadataStore store, MetadataSource source, TimeProvider time, ILogger<MetadataFile> log)
{
    private (DateTime Written, long Length) _seen;
    private MetadataFreshness _freshness;

    /// <summary>Reads the file if it is not the one last seen.</summary>
    /// <returns>Whether another issue is in force now.</returns>
    public bool Refresh()
    {
        var before = store.Current;
        var file = new FileInfo(options.MetadataFile!);
        if (file.Exists && _seen != (file.LastWriteTimeUtc, file.Length))
        {
            _seen = (file.LastWriteTimeUtc, file.Length);
            Load(file);
        }
        SayWhenStale();
        return store.Current != before;
    }

    private void Load(FileInfo file)
    {
        try
        {
            var verdict = store.Update(File.ReadAllBytes(file.FullName), source, time.GetUtcNow());
            if (verdict.IsAccepted) log.MetadataInForce(verdict.Value.Number, verdict.Value.Entries.Count, verdict.Value.NextUpdate);
            else log.MetadataRefused(verdict.Rejection.Code);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            log.MetadataUnreadable(unreadable);
        }
    }

    private void SayWhenStale()
    {
        var freshness = store.FreshnessAt(time.GetUtcNow());
        if (freshness == MetadataFreshness.Stale && _freshness != freshness) log.MetadataStale();
        _freshness = freshness;
    }
}
