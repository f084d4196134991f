using System.Globalization;

namespace Keystile.Server.Rotation;

/// <summary>What of one kind the old root key sealed.</summary>
/// <param name="What">The kind.</param>
/// <param name="Old">How many the old root key sealed.</param>
/// <param name="Unreadable">How many neither root key opens.</param>
internal sealed record SealedPart(string What, long Old, long Unreadable);

/// <summary>What hangs on the old root key. After a reseal <see cref="Parts"/> are what was sealed anew.</summary>
/// <param name="Parts">What is sealed in the database, by kind.</param>
/// <param name="Sessions">How many sessions may hold a refresh token that the old root key made: they cannot be refreshed without it.</param>
/// <param name="LastNeeded">When the last token has run out that the old root key can have made for a short use; null where nothing was sealed anew yet.</param>
internal sealed record RotationReport(IReadOnlyList<SealedPart> Parts, long Sessions, DateTimeOffset? LastNeeded)
{
    /// <summary>How much is, or was, sealed under the old root key.</summary>
    public long Old => Parts.Sum(part => part.Old);

    /// <summary>How much neither root key opens.</summary>
    public long Unreadable => Parts.Sum(part => part.Unreadable);

    /// <summary>The kinds of which there is something, in one sentence.</summary>
    public string Counts(Func<SealedPart, long> of) =>
        string.Join(", ", Parts.Where(part => of(part) > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{of(part)} of {part.What}")));

    /// <summary>What would be lost now without the old root key; null where nothing would.</summary>
    public string? WhatWaits(DateTimeOffset now) =>
        LastNeeded is null ? "Nothing was sealed anew yet."
        : (Sessions, now < LastNeeded) switch
        {
            (0, false) => null,
            (0, true) => string.Create(CultureInfo.InvariantCulture, $"Tokens that it made may be about until {LastNeeded:u}."),
            (var count, _) => string.Create(CultureInfo.InvariantCulture, $"{count} sessions may hold a refresh token that it made, and would have to sign in anew; tokens that it made may be about until {LastNeeded:u}."),
        };
}
