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
            var before = time.GetUtcNow() - TimeSpan.FromDays((AppSettings.TryParse(app.Settings) ?? AppSettings.Default).EventDays);
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
            await EventSealStore.MarkPurgedAsync(writing, EventSeal.Purge(seal, Enumerable.Range(0, seal.Count).Where(index => ids.Contains(EventSeal.IdOf(seal, index))), key.Bytes));
            foreach (var id in ids) await EventStore.DeleteAsync(writing, app, id);
            count += ids.Count;
            next += ids.Count;
        }
        return count;
    }
}
