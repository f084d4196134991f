using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Server.Events;
using Keystile.Server.Events.Sealing;
using Keystile.Server.External;
using Keystile.Server.Mail;
using Keystile.Server.Passwordless;
using Keystile.Server.Recovery;
using Keystile.Server.Tokens;
using Keystile.Server.Webhooks;
using Keystile.Storage;

namespace Keystile.Server.Rotation;

/// <summary>Finds what the old root key sealed and seals it anew, beside running servers: what somebody changes meanwhile is left to the next run.</summary>
internal sealed class Resealing(Database database, ServerOptions options, RootKey root, TimeProvider time)
{
    private const int Portion = 500;

    /// <summary>No token of a ceremony, a backend or a mail lives longer.</summary>
    private static readonly TimeSpan LongestToken = TimeSpan.FromDays(7);

    /// <summary>Looks, and seals nothing anew.</summary>
    public Task<RotationReport> CountAsync() => RunAsync(writes: false);

    /// <summary>Seals anew, and records it where there was anything.</summary>
    public Task<RotationReport> ResealAsync() => RunAsync(writes: true);

    private async Task<RotationReport> RunAsync(bool writes)
    {
        var now = time.GetUtcNow();
        var apps = await database.ReadAsync(AppStore.ListAsync);
        List<SealedPart> parts = [await SigningKeysAsync(writes, now), await WebhooksAsync(writes, apps), await ProvidersAsync(writes, apps), await MailAsync(writes), await SealsAsync(writes), .. await FormerKeysAsync(writes, apps, now)];
        var report = new RotationReport(parts, 0, null);
        if (writes && report.Old > 0) await database.WriteAsync(writing => RecordAsync(writing, now));
        return await database.ReadAsync(async reading =>
        {
            if (await FindMarkAsync(reading) is not { } mark) return report;
            var sessions = await SessionStore.CountRefreshableAsync(reading, mark.KeptAt + AccessTokens.Lifetime, now);
            return report with { Sessions = sessions, LastNeeded = mark.KeptAt + LongestToken };
        });
    }

    private async Task<SealedPart> SigningKeysAsync(bool writes, DateTimeOffset now)
    {
        var wrapping = SigningKeys.Wrapping(root);
        var rows = await database.ReadAsync(reading => SigningKeyStore.ListAsync(reading, now));
        return await PartAsync("the keys of access tokens", writes, rows.Where(row => row.WrappedKey.Length > 0), row => (wrapping.Examine(row.WrappedKey.Span, SigningKeys.Context(row.Kid), out var anew), anew), SigningKeyStore.TryResealAsync);
    }

    private async Task<SealedPart> WebhooksAsync(bool writes, IReadOnlyList<AppRow> apps)
    {
        var secrets = new WebhookSecrets(root);
        List<WebhookRow> rows = [];
        foreach (var app in apps) rows.AddRange(await database.ReadAsync(reading => WebhookStore.ListAsync(reading, app.Id)));
        return await PartAsync("the secrets of webhooks", writes, rows, row => (secrets.Examine(row, out var anew), anew), WebhookStore.TryResealAsync);
    }

    private async Task<SealedPart> MailAsync(bool writes)
    {
        using var mailer = new Mailer(options, root, time);
        var rows = await database.ReadAsync(MailOutbox.ListWaitingAsync);
        return await PartAsync("waiting mail", writes, rows, row => (mailer.Examine(row, out var anew), anew), MailOutbox.TryResealAsync);
    }

    private async Task<SealedPart> PartAsync<T>(string what, bool writes, IEnumerable<T> rows, Func<T, (SealedBy, byte[])> examine, Func<Transaction, T, ReadOnlyMemory<byte>, ValueTask<bool>> reseal)
    {
        var unreadable = 0;
        List<(T Row, byte[] Anew)> old = [];
        foreach (var row in rows)
        {
            var (by, anew) = examine(row);
            if (by == SealedBy.OldKey) old.Add((row, anew));
            else if (by == SealedBy.Another) unreadable++;
        }
        foreach (var portion in writes ? old.Chunk(Portion) : [])
        {
            await database.WriteAsync(async writing =>
            {
                foreach (var (row, anew) in portion) await reseal(writing, row, anew);
            });
        }
        return new(what, old.Count, unreadable);
    }

    private async Task<SealedPart> ProvidersAsync(bool writes, IReadOnlyList<AppRow> apps)
    {
        var part = new SealedPart("the secrets of identity providers", 0, 0);
        foreach (var app in apps)
        {
            var (settings, old, unreadable) = Renew(app);
            part = part with { Old = part.Old + old, Unreadable = part.Unreadable + unreadable };
            if (!writes || old == 0) continue;
            await database.WriteAsync(async writing =>
            {
                if (await AppStore.FindToChangeAsync(writing, app.Id) is { } held) await AppStore.UpdateAsync(writing, held with { Settings = Renew(held).Settings });
            });
        }
        return part;
    }

    private (string Settings, int Old, int Unreadable) Renew(AppRow app)
    {
        var secrets = new ProviderSecrets(root);
        var (settings, old, unreadable) = (app.Settings, 0, 0);
        IReadOnlyList<IdentityProvider> providers = [.. (AppSettings.TryParse(settings) ?? AppSettings.Default).IdentityProviders.Select(provider =>
        {
            if (provider.ClientSecret is not { } secret) return provider;
            var by = secrets.Examine(app.Id, provider.Key, secret, out var anew);
            if (by == SealedBy.Another) unreadable++;
            if (by != SealedBy.OldKey) return provider;
            old++;
            return provider with { ClientSecret = anew };
        })];
        if (old > 0) SettingsEdit.Apply(ref settings, ["identityProviders=" + JsonSerializer.Serialize(providers, AppSettingsJson.Default.IReadOnlyListIdentityProvider)]);
        return (settings, old, unreadable);
    }

    /// <summary>Seals of another hand are left as they are: keystile audit verify names them.</summary>
    private async Task<SealedPart> SealsAsync(bool writes)
    {
        var keys = new AuditKey(root).Accepted;
        long old = 0;
        IReadOnlyList<EventSealRow> seals;
        for (long after = 0; (seals = await database.ReadAsync(reading => EventSealStore.ListAsync(reading, after, Portion))).Count > 0; after = seals[^1].Number)
        {
            (EventSealRow Seal, EventSealRow Renewed)[] changed = [.. seals.Select(seal => (Seal: seal, Renewed: EventSeal.Renew(seal, keys)))
                .Where(pair => !pair.Seal.Signature.Span.SequenceEqual(pair.Renewed.Signature.Span) || !pair.Seal.PurgeTag.Span.SequenceEqual(pair.Renewed.PurgeTag.Span))];
            old += changed.Length;
            if (!writes || changed.Length == 0) continue;
            await database.WriteAsync(async writing =>
            {
                foreach (var (seal, renewed) in changed) await EventSealStore.TryRenewAsync(writing, seal, renewed);
            });
        }
        return new("the seals of events", old, 0);
    }

    /// <summary>Keeps what the old root key gave for looking up, and seals anew what it had kept of those before it.</summary>
    private async Task<IReadOnlyList<SealedPart>> FormerKeysAsync(bool writes, IReadOnlyList<AppRow> apps, DateTimeOffset now)
    {
        var seal = LookupKeys.Seal(root);
        var rows = await database.ReadAsync(FormerKeyStore.ListAsync);
        var kept = rows.Select(row => Convert.ToHexString(row.Id.Span)).ToHashSet(StringComparer.Ordinal);
        string[] purposes = [RecoveryCodes.Purpose, .. apps.Select(app => AliasKeys.Purpose(app.Id))];
        FormerKeyRow[] missing = [.. purposes.SelectMany(purpose => root.Accepted(purpose).Skip(1).Select(key => LookupKeys.ToRow(seal, purpose, key, now))).Where(row => !kept.Contains(Convert.ToHexString(row.Id.Span)))];
        if (writes && missing.Length > 0)
        {
            await database.WriteAsync(async writing =>
            {
                foreach (var row in missing) await FormerKeyStore.TryAddAsync(writing, row);
            });
        }
        return [new("the keys that find recovery codes and aliases", missing.Length, 0), await PartAsync("the keys of former root keys", writes, rows, row => (seal.Examine(row.Sealed.Span, LookupKeys.Context(row), out var anew), anew), FormerKeyStore.TryResealAsync)];
    }

    /// <summary>Until now the old root key was in force somewhere: what it made then is about for as long as it lives.</summary>
    private async ValueTask RecordAsync(Transaction writing, DateTimeOffset now)
    {
        if (await FindMarkAsync(writing) is { } mark) await FormerKeyStore.RenewAsync(writing, mark, now);
        await EventStore.AddAsync(writing, OperatorActs.Act(EventKind.RootKeyChanged, app: null));
    }

    /// <summary>The row by which the old root key is remembered.</summary>
    private async ValueTask<FormerKeyRow?> FindMarkAsync(Transaction reading)
    {
        var ids = root.Accepted(RecoveryCodes.Purpose).Skip(1).Select(key => LookupKeys.ToRow(LookupKeys.Seal(root), RecoveryCodes.Purpose, key, default).Id);
        return (await FormerKeyStore.ListAsync(reading)).FirstOrDefault(row => ids.Any(id => id.Span.SequenceEqual(row.Id.Span)));
    }
}
