using Keystile.Server.Protection;
using Keystile.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Keystile.Server.Admin.Events;

/// <summary>Sign-ins over time: how many succeeded and how many were refused, an hour or a day.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIns(this IEndpointRouteBuilder routes) => routes.MapGet("/api/sign-ins", Count);

    private static async Task<Results<Ok<SignInChart>, Problem>> Count(HttpContext http, string? app, string? by, Operators operators, Database database, TimeProvider time)
    {
        var actor = await operators.ReadAsync(http);
        if (!actor.IsGood) return actor.Problem;
        if (AppParameter.WhatIsWrong(app) is { } wrongApp) return wrongApp;
        var (interval, length) = by == "hour" ? (TimeSpan.FromHours(1), 48) : (TimeSpan.FromDays(1), 30);
        var now = time.GetUtcNow();
        var until = new DateTimeOffset(now.UtcTicks - now.UtcTicks % interval.Ticks, TimeSpan.Zero) + interval;
        var since = until - length * interval;
        var counts = await database.ReadAsync(reading => EventSearch.CountAsync(reading, string.IsNullOrEmpty(app) ? null : app, since, until, interval));
        return TypedResults.Ok(new SignInChart(by == "hour" ? "hour" : "day",
            [.. Enumerable.Range(0, length).Select(i => new SignInCount(since + i * interval,
                SignedIn: Sum(counts, i, EventKind.SignedIn), Registered: Sum(counts, i, EventKind.Registered),
                Refused: Sum(counts, i, EventKind.SignInRefused) + Sum(counts, i, EventKind.RegistrationRefused)))]));
    }

    private static long Sum(IReadOnlyList<EventCount> counts, int interval, EventKind kind) => counts.Where(count => count.Interval == interval && count.Kind == kind).Sum(count => count.Times);
}

/// <summary>Sign-ins over time, oldest first, without gaps.</summary>
internal sealed record SignInChart(string By, IReadOnlyList<SignInCount> Items);

/// <summary>One hour or day.</summary>
internal sealed record SignInCount(DateTimeOffset At, long SignedIn, long Registered, long Refused);
