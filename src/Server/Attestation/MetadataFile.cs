using Keystile.Server.Observability;
using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>The FIDO metadata as it stands in a file. One that is refused, torn or gone leaves the last good issue in force.</summary>
internal sealed class MetadataFile(MetadataOptions options, MetadataStore store, MetadataSource source, TimeProvider time, ILogger<MetadataFile> log)
{
    private readonly Lock _refreshing = new();
    private (DateTime Written, long Length) _seen;
    private MetadataFreshness _freshness;

    /// <summary>Reads the file if it is not the one last seen.</summary>
    /// <returns>Whether another issue is in force now.</returns>
    public bool Refresh()
    {
        lock (_refreshing)
        {
            var before = store.Current;
            var file = new FileInfo(options.File);
            if (file.Exists && _seen != (file.LastWriteTimeUtc, file.Length))
            {
                _seen = (file.LastWriteTimeUtc, file.Length);
                Load(file);
            }
            SayWhenStale();
            return store.Current != before;
        }
    }

    private void Load(FileInfo file)
    {
        try
        {
            Take(File.ReadAllBytes(file.FullName), out _);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            log.MetadataUnreadable(unreadable);
        }
    }

    /// <summary>Has the file read again although it is the same: what it is judged by is another.</summary>
    public void Forget() => _seen = default;

    /// <summary>Puts an issue in force if it is good, and says whether it is.</summary>
    public bool Take(byte[] issue, out bool changed)
    {
        var before = store.Current;
        var verdict = store.Update(issue, Source(), time.GetUtcNow());
        changed = store.Current != before;
        if (!verdict.IsAccepted) log.MetadataRefused(verdict.Rejection.Code);
        else if (changed) log.MetadataInForce(verdict.Value.Number, verdict.Value.Entries.Count, verdict.Value.NextUpdate);
        return verdict.IsAccepted;
    }

    /// <summary>The source with the revocation lists as they stand now. One that is missing is an empty one, which is never good.</summary>
    private MetadataSource Source() => options.RevocationLists.Count == 0 ? source : source with
    {
        RevocationLists = [.. options.RevocationLists.Select(list => (ReadOnlyMemory<byte>)Read(list.File))],
        RequireRevocationLists = true,
    };

    private byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            log.MetadataUnreadable(unreadable);
            return [];
        }
    }

    private void SayWhenStale()
    {
        var freshness = store.FreshnessAt(time.GetUtcNow());
        if (freshness == MetadataFreshness.Stale && _freshness != freshness) log.MetadataStale();
        _freshness = freshness;
    }
}
