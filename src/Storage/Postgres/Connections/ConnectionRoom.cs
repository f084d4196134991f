namespace Keystile.Storage;

/// <summary>How many connections the database lets in, and how many it has.</summary>
/// <param name="Allowed">How many for roles that are no superusers.</param>
/// <param name="Open">How many are open, of whomever, without the one that asks.</param>
public sealed record ConnectionRoom(long Allowed, long Open)
{
    /// <summary>How many one server opens at most.</summary>
    public const int OfOneServer = PostgresDialect.MostConnections;

    /// <summary>Whether one more server can open all of its own.</summary>
    public bool IsEnough => Allowed - Open >= OfOneServer;

    /// <summary>Null where the engine counts no connections.</summary>
    public static async ValueTask<ConnectionRoom?> FindAsync(Transaction reading) =>
        reading.Dialect.SelectConnectionRoom is { } select ? await reading.FindAsync(select, static row => new ConnectionRoom(row.Number(0), row.Number(1))) : null;
}
