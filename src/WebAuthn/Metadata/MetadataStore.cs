namespace Keystile.WebAuthn;

/// <summary>How current the metadata is.</summary>
public enum MetadataFreshness
{
    /// <summary>There is none yet.</summary>
    Missing,

    /// <summary>The next issue is not due.</summary>
    Fresh,

    /// <summary>The next issue is due, within the grace of <see cref="MetadataStore.Grace"/>.</summary>
    Late,

    /// <summary>The next issue is overdue. The old one serves on; say so to the operator.</summary>
    Stale,
}

/// <summary>The metadata in force: the last good issue, swapped in one piece for the next. Safe to share between threads and relying parties.</summary>
/// <remarks>It fetches nothing: whoever runs the server hands it the bytes, from a file or the service. After a restart hand it the last good file first, so that a rollback is seen.</remarks>
public sealed class MetadataStore
{
    private MetadataBlob? _current;

    /// <summary>The issue in force, or null.</summary>
    public MetadataBlob? Current => Volatile.Read(ref _current);

    /// <summary>How long past its day an issue is merely late. Default: 7 days.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How current the issue in force is.</summary>
    public MetadataFreshness FreshnessAt(DateTimeOffset now)
    {
        if (Current is not { } current) return MetadataFreshness.Missing;
        var overdue = TimeSpan.FromDays(DateOnly.FromDateTime(now.UtcDateTime).DayNumber - current.NextUpdate.DayNumber);
        return overdue <= TimeSpan.Zero ? MetadataFreshness.Fresh : overdue <= Grace ? MetadataFreshness.Late : MetadataFreshness.Stale;
    }

    /// <summary>Verifies an issue and puts it in force. One that is refused leaves the old one serving.</summary>
    /// <param name="issue">The compact JWS as it came from the service or a file.</param>
    /// <param name="source">Whose it must be.</param>
    /// <param name="now">The instant at which its signer's certificates must be valid.</param>
    /// <returns>The issue in force now, or why this one is not: <c>metadata_…</c> codes of <see cref="Rejection"/>.</returns>
    public Verdict<MetadataBlob> Update(ReadOnlySpan<byte> issue, MetadataSource source, DateTimeOffset now)
    {
        var verdict = BlobVerifier.Verify(issue, source, now);
        return verdict.IsAccepted && Replace(verdict.Value) is { } refusal ? refusal : verdict;
    }

    /// <summary>Puts a verified issue in force, or says why not. The same issue again changes nothing.</summary>
    private Rejection? Replace(MetadataBlob next)
    {
        while (true)
        {
            var current = Current;
            if (next.Number < current?.Number) return Rejection.MetadataRolledBack;
            if (next.Number == current?.Number) return next.Digest.Span.SequenceEqual(current.Digest.Span) ? null : Rejection.MetadataContentChanged;
            if (Interlocked.CompareExchange(ref _current, next, current) == current) return null;
        }
    }
}
