using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Events.Sealing;

/// <summary>Deletes the events whose app keeps them no longer, and has their seals say so: what was deleted in any other way is missing.</summary>
internal sealed class EventPurge(Database database, AuditKey key, TimeProvider time)
{
    private const int Portion = 500;

    /// <summary>One round; tells how many were deleted.</summary>
    public async Task<int> PurgeAsync()
    {
        var count = 0;
        foreach (var app in await database.ReadAsync(AppStore.ListAsync))
        {
            // Where it cannot be read how long they are kept, none goes.
            if (AppSettings.TryParse(app.Settings) is not { } settings) continue;
            var before = time.GetUtcNow() - TimeSpan.FromDays(settings.EventDays);
            int portion;
            do count += portion = await database.WriteAsync(writing => PurgeAsync(writing, app.Id, before));
            while (portion > 0);
        }
        return count;
    }

    private async ValueTask<int> PurgeAsync(Transaction writing, string app, DateTimeOffset before)
    {
        if (!await writing.TryLeadAsync(Job.Sealing)) return 0;
        var over = await EventSealStore.ListOverAsync(writing, app, before, Portion);
        var count = 0;
        for (var next = 0; next < over.Count;)
        {
            // In order, so that those of one seal stand together. What is not sealed yet waits.
            if (await EventSealStore.FindCoveringAsync(writing, over[next].Position) is not { } seal) break;
            var ids = over.Skip(next).TakeWhile(one => one.Position < seal.UpTo).Select(one => one.Row.Id).ToHashSet();
            await MarkAsync(writing, seal, EventSeal.Purge(seal, Enumerable.Range(0, seal.Count).Where(index => ids.Contains(EventSeal.IdOf(seal, index))), key.Bytes));
            foreach (var id in ids) await EventStore.DeleteAsync(writing, app, id);
            count += ids.Count;
            next += ids.Count;
        }
        return count;
    }

    /// <summary>Writes down what a seal lost. Where that was all it had, its entries go, and one seal stands for it and for its neighbours of which the same is true.</summary>
    private async ValueTask MarkAsync(Transaction writing, EventSealRow seal, EventSealRow purged)
    {
        await EventSealStore.MarkPurgedAsync(writing, purged);
        var before = await EventSealStore.FindBeforeAsync(writing, seal.Number);
        // What is not as we sealed it stays, as evidence.
        if (!EventSeal.IsOver(purged) || !EventSeal.IsGenuine(seal, before, key.Accepted)) return;
        if (before is not null && !(StandsForOthers(before) && before.Number == seal.Number - 1)) before = null;
        var after = (await EventSealStore.ListAsync(writing, seal.Number, most: 1)).SingleOrDefault();
        if (after is not null && !(StandsForOthers(after) && after.First == seal.Number + 1)) after = null;
        var gone = seal.Count + (before?.Gone ?? 0) + (after?.Gone ?? 0);
        await EventSealStore.ShortenAsync(writing, EventSeal.Shorten(after ?? purged, before?.First ?? seal.Number, gone, key.Bytes));
    }

    private bool StandsForOthers(EventSealRow seal) => seal.IsShort && EventSeal.IsGenuine(seal, null, key.Accepted);
}
