namespace Keystile.Storage;

/// <summary>Whose rows a statement may see and change, as row-level security is told: a second lock beside the statement's own conditions.</summary>
public static class Scope
{
    /// <summary>How a statement begins that is for all apps at once: it must say so.</summary>
    internal const string EveryApp = "/* every app */";

    /// <summary>How a statement begins that touches no table of apps, and so may run under whatever scope there is.</summary>
    internal const string NoApp = "/* no app */";

    /// <summary>The scope of all apps. No app is called so.</summary>
    internal const string Every = "*";

    /// <summary>The app that is the statement's first value, or all where it says so; none otherwise, so that a statement which forgets its app finds nothing. Null where it does not matter.</summary>
    internal static string? Of(string sql, ReadOnlySpan<object?> values) =>
        sql.StartsWith(EveryApp, StringComparison.Ordinal) ? Every
        : sql.StartsWith(NoApp, StringComparison.Ordinal) ? null
        : values is [string app, ..] && app != Every ? app
        : "";

    /// <summary>Whether the role that the server signs in to the database with is held by it. Where the engine has no such lock there is nothing to be held by, and it is true.</summary>
    public static async ValueTask<bool> HoldsAsync(Transaction reading) =>
        reading.Dialect.SelectUnheldRole is not { } unheld || (await reading.ListAsync(unheld, static row => row.Number(0))).Count == 0;
}
