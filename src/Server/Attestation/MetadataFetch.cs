using System.Net.Http.Headers;
using Keystile.Server.Observability;
using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>Fetches the metadata and the revocation lists of who signs it once a day, or an hour after a failure, and keeps what came in the operator's files. Does nothing where nothing is to be fetched.</summary>
internal sealed class MetadataFetch(MetadataOptions options, MetadataDownload download, MetadataFile file, TimeProvider time, ILogger<MetadataFetch> log)
{
    private const int LongestRevocationList = 4 * 1024 * 1024;
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1), Soon = TimeSpan.FromHours(1);

    private DateTimeOffset _due = DateTimeOffset.MinValue;
    private EntityTagHeaderValue? _inForce;

    /// <summary>Fetches what is due.</summary>
    /// <returns>Whether another issue is in force now.</returns>
    public async Task<bool> RefreshAsync(CancellationToken stopping)
    {
        if (!options.Fetches || time.GetUtcNow() < _due) return false;
        _due = time.GetUtcNow() + Soon;
        foreach (var list in options.RevocationLists) await FetchAsync(list, stopping);
        if (options.Url is null) return false;

        if (await download.GetAsync(options.Url, _inForce, MetadataSource.Fido.MaxLength, stopping) is not { } issue) return false;
        var changed = false;
        if (issue.Bytes is { } bytes)
        {
            if (!file.Take(bytes, out changed)) return false;
            Keep(options.File, bytes);
        }
        _inForce = issue.Tag;
        _due = time.GetUtcNow() + Daily;
        return changed;
    }

    private async Task FetchAsync(RevocationListPlace list, CancellationToken stopping)
    {
        if (list.Address is not { } address || await download.GetAsync(address, known: null, LongestRevocationList, stopping) is not { Bytes: { } bytes }) return;
        Keep(list.File, bytes); // whether it is a good one is judged with each issue it is needed for
        file.Forget();
    }

    private void Keep(string path, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(path + ".new", bytes);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            log.MetadataNotKept(unwritable);
        }
    }
}
