using Keystile.Server.Admin.Apps;
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Commands.Doctor;

/// <summary>What the database says: that it answers and writes, that it has room for our connections, that its clock and ours agree, that the apps fit their origins.</summary>
internal static class DatabaseChecks
{
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public static async Task<IReadOnlyList<Finding>> OfAsync(Database database, ServerOptions options)
    {
        var apps = await database.ReadAsync(AppStore.ListAsync);
        var newest = (await database.ReadAsync(reading => EventSearch.ListAsync(reading, new(), 1))) is [var last] ? last.At : (DateTimeOffset?)null;
        var isHeld = await database.ReadAsync(Scope.HoldsAsync);
        var room = await database.ReadAsync(ConnectionRoom.FindAsync);
        var hasOperator = await database.ReadAsync(reading => OperatorStore.AnyAsync(reading, options.PublicUrl.Host));
        return
        [
            Finding.Good("database", $"{options.Database.Split(':')[0]} answers; its schema is up to date; {apps.Count} apps."),
            .. isHeld ? (Finding[])[] : [Finding.Note("row-level security", "The database's role is a superuser or bypasses row-level security, so that second lock between apps does not hold.", "Give the server a role of its own that owns the database and is no superuser.")],
            .. room is null or { IsEnough: true } ? (Finding[])[] : [Finding.Note("connections", $"PostgreSQL lets {room.Allowed} connections in and {room.Open} are open, so that a server, which opens up to {ConnectionRoom.OfOneServer}, may be refused some.", $"Set max_connections to {ConnectionRoom.OfOneServer} for each server and 20 more, and start PostgreSQL anew.")],
            Clock(newest),
            .. apps.SelectMany(app => Of(app, options)),
            hasOperator ? Finding.Good("console", "Somebody can sign in to the console.")
                : Finding.Note("console", "Nobody can sign in to the console.", "Run keystile admin invite and open the link."),
        ];
    }

    private static Finding Clock(DateTimeOffset? newest)
    {
        var now = TimeProvider.System.GetUtcNow();
        return newest > now + s_skew
            ? Finding.Bad("clock", $"This machine says {now:u}, and the newest event is of {newest:u}.", "Set the clock by NTP: tokens and challenges expire by it.")
            : Finding.Good("clock", $"{now:u}");
    }

    private static IEnumerable<Finding> Of(AppRow app, ServerOptions options)
    {
        if (app.Id == App.Home && (app.RpId != options.PublicUrl.Host || !app.Origins.Contains(options.Origin)))
        {
            yield return Finding.Bad("app home", $"Its RP ID {app.RpId} and origin {string.Join(' ', app.Origins)} are not those of {options.Origin}.", "Start the server, which follows KEYSTILE_PUBLIC_URL; where passkeys exist for the old host, set the old URL again.");
            yield break;
        }
        if (AppRules.WhatIsWrong(app) is { } wrong) yield return Finding.Bad($"app {app.Id}", "It cannot be as it is.", wrong);
        foreach (var advice in AppAdvice.Of(app)) yield return Finding.Bad($"app {app.Id}", "Browsers refuse one of its origins.", advice);
        if (app.LockedAt is not null) yield return Finding.Note($"app {app.Id}", "It is locked.", $"keystile apps set {app.Id} --locked false");
    }
}
