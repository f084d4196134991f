using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Tests.Events;

/// <summary>What a server has recorded of an app, oldest first.</summary>
internal static class Recorded
{
    public static async Task<IReadOnlyList<EventRow>> OfAsync(TestServer server, string app = "home") =>
        [.. (await server.Database.ReadAsync(reading => EventStore.ListAsync(reading, app, 10_000))).Reverse()];

    public static async Task<EventRow> LastAsync(TestServer server, string app = "home") => (await OfAsync(server, app))[^1];

    public static IEnumerable<string> Names(this IEnumerable<EventRow> events) => events.Select(one => EventNames.Of(one.Kind).Name);
}
