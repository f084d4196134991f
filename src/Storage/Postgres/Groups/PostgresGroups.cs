namespace Keystile.Storage;

/// <summary>Stores series that come at once in one transaction of one connection: one message there and back, and one commit, for all of them.</summary>
/// <remarks>
/// Only what went well for everybody is committed. A series that had nothing to change, or a group that met with an error, is answered "not stored", and its caller
/// stores it by itself: so the outcome of none depends on the others, and what may be tried again is decided in one place.
/// </remarks>
internal sealed class PostgresGroups
{
    private readonly PostgresConnections _connections;
    private readonly PostgresConnections _others;
    private readonly YoungTables _young;
    private readonly Gathering<GroupedSeries> _gathering;
    private (long Units, long Commits) _written;

    /// <param name="connections">For groups alone. They wait for a stranger's lock a moment at most: it would hold up all.</param>
    /// <param name="others">For what becomes of a lost commit.</param>
    /// <param name="young">Hears of what was stored.</param>
    public PostgresGroups(PostgresConnections connections, PostgresConnections others, YoungTables young) =>
        (_connections, _others, _young, _gathering) = (connections, others, young, new(RunAsync));

    public (long Units, long Commits) Written => (Interlocked.Read(ref _written.Units), Interlocked.Read(ref _written.Commits));

    public int Waiting => _gathering.Waiting;

    /// <summary>Whether the series was stored, durable. False: it was not, for whatever reason, and is to be stored by itself.</summary>
    /// <exception cref="DatabaseUnavailableException">Too many wait, the database has gone silent, or the connection was lost during the commit and it cannot be known.</exception>
    public Task<bool> TryAsync(IReadOnlyList<Step> series)
    {
        var grouped = new GroupedSeries(series);
        _gathering.Add(grouped);
        return grouped.Stored.Task;
    }

    private async Task RunAsync(List<GroupedSeries> group)
    {
        try
        {
            var stored = await TryStoreAsync(group);
            // Those who changed all they wanted try once more without those who did not.
            if (!stored && group.FindAll(series => series.IsWhole) is { Count: > 0 } whole) stored = await TryStoreAsync(whole);
            foreach (var series in group) series.Stored.SetResult(stored && series.IsWhole);
        }
        catch (Exception unknown)
        {
            // Nobody may try again: what became of them is not known, or the database says nothing.
            foreach (var series in group) series.Stored.TrySetException(unknown);
        }
    }

    /// <summary>Stores the group where every series of it is whole.</summary>
    private async Task<bool> TryStoreAsync(List<GroupedSeries> group)
    {
        foreach (var series in group) series.IsWhole = false;
        var (stored, isLost) = await TryCommitAsync(group);
        // Asked only when the group's connection is given back. One transaction holds them all: what became of one token became of each.
        if (isLost) stored = await LostCommit.WasStoredAsync(_others, group.SelectMany(series => series.Steps).FirstOrDefault(step => step.Spends is not null)?.Spends);
        if (!stored) return false;
        Interlocked.Add(ref _written.Units, group.Count);
        Interlocked.Increment(ref _written.Commits);
        _young.Grow(group.Count);
        return true;
    }

    private async Task<(bool Stored, bool IsLost)> TryCommitAsync(List<GroupedSeries> group)
    {
        var commits = false;
        try
        {
            var lent = await _connections.BorrowAsync(CancellationToken.None);
            try
            {
                // Sent along with the batch. What is not committed is rolled back at the end of this block.
                await using var begun = await lent.Connection.BeginTransactionAsync(CancellationToken.None);
                await using var batch = new ScopedBatch(lent.Connection);
                foreach (var step in group.SelectMany(series => series.Steps)) batch.Add(step.Sql, step.Values);
                if (!AreWhole(group, await batch.ExecuteAsync())) return (false, false);
                commits = true;
                await begun.CommitAsync(CancellationToken.None);
                return (true, false);
            }
            finally
            {
                await _connections.ReturnAsync(lent);
            }
        }
        catch (Exception silence) when (!commits && PostgresErrors.IsSilence(silence))
        {
            throw new DatabaseUnavailableException("The database could not write.", silence);
        }
        catch (Exception failure)
        {
            return (false, commits && PostgresErrors.IsLost(failure));
        }
    }

    private static bool AreWhole(List<GroupedSeries> group, IEnumerable<int> changed)
    {
        using var next = changed.GetEnumerator();
        foreach (var series in group)
        {
            series.IsWhole = true;
            foreach (var _ in series.Steps) series.IsWhole &= next.MoveNext() && next.Current == 1;
        }
        return group.TrueForAll(series => series.IsWhole);
    }

    private sealed class GroupedSeries(IReadOnlyList<Step> steps)
    {
        public IReadOnlyList<Step> Steps => steps;

        /// <summary>Whether each of its steps changed one row when it was last run.</summary>
        public bool IsWhole { get; set; }

        public TaskCompletionSource<bool> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
