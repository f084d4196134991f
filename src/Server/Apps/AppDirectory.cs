using System.Collections.Concurrent;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>The one place that answers "which app": from the key that the request carries and the app's settings, never from a Host header.</summary>
internal sealed class AppDirectory
{
    private readonly ServerOptions _options;
    private readonly MetadataStore? _metadata;
    private readonly TimeProvider _time;

    // What was built of a row, for as long as the row stays the same: another process may change it at any time.
    private readonly ConcurrentDictionary<string, (AppRow Row, App App)> _built = new(StringComparer.Ordinal);

    private AppDirectory(AppRow home, ServerOptions options, MetadataStore? metadata, TimeProvider time)
    {
        (_options, _metadata, _time) = (options, metadata, time);
        (Home, IsHomeLocked) = (From(home), home.LockedAt is not null);
        Admin = Build(ConsoleApp.Row(options, time.GetUtcNow()), options, metadata, time);
    }

    /// <summary>Makes the home app on the first run and follows the public URL afterwards, as far as passkeys allow.</summary>
    public static async Task<AppDirectory> OpenAsync(Database database, ServerOptions options, MetadataStore? metadata, TimeProvider time)
    {
        var wanted = new AppRow
        {
            Id = App.Home,
            RpId = options.PublicUrl.Host,
            Name = options.PublicUrl.Host,
            Origins = [options.Origin],
            CreatedAt = time.GetUtcNow(),
        };
        var stored = await database.ReadAsync(reading => AppStore.FindAsync(reading, App.Home));
        if (stored is null || stored.RpId != wanted.RpId || !stored.Origins.SequenceEqual(wanted.Origins))
        {
            stored = await database.WriteAsync(writing => EnsureAsync(writing, wanted));
        }
        return new(stored, options, metadata, time);
    }

    /// <summary>The app of Keystile's own pages, as its row was when it was last read.</summary>
    public App Home { get; private set; }

    /// <summary>Whether it was locked then.</summary>
    public bool IsHomeLocked { get; private set; }

    /// <summary>The app of the operators, which follows the public URL and nothing else.</summary>
    public App Admin { get; }

    /// <summary>Reads the home app again: no key names it, so that no request does. The others are read with their key.</summary>
    public async ValueTask RefreshHomeAsync(Database database)
    {
        if (await database.ReadAsync(reading => AppStore.FindAsync(reading, App.Home)) is not { } row) return;
        // First, as settings that cannot be read are a reason to lock it.
        IsHomeLocked = row.LockedAt is not null;
        Home = From(row);
    }

    /// <summary>The app that a request is for: the one its key names, or the home app.</summary>
    public App Of(HttpContext http) => http.Features.Get<App>() ?? Home;

    /// <summary>Whether a page of some app that was read before is at that origin: for when there is no asking the database.</summary>
    public bool IsKnownPage(string origin)
    {
        // Not by Values, which would take every lock of the dictionary for each that is refused.
        foreach (var (id, built) in _built)
        {
            if (id != App.Home && built.App.Allows(origin)) return true;
        }
        return false;
    }

    /// <summary>Every app whose settings can be read: one that cannot must not keep the others from what is done for all.</summary>
    public async ValueTask<IReadOnlyList<App>> ListAsync(Transaction reading) => [.. (await AppStore.ListAsync(reading)).Where(row => AppSettings.TryParse(row.Settings) is not null).Select(From)];

    /// <summary>The app of a row that was just read.</summary>
    public App From(AppRow row)
    {
        if (_built.TryGetValue(row.Id, out var built) && IsSame(built.Row, row)) return built.App;
        var app = Build(row, _options, _metadata, _time);
        _built[row.Id] = (row, app);
        return app;
    }

    /// <summary>What a row is in full.</summary>
    public static App Build(AppRow row, ServerOptions options, MetadataStore? metadata, TimeProvider time)
    {
        // Whoever writes a row checks its settings; what cannot be read must not pass for the defaults, which may allow more.
        var settings = AppSettings.TryParse(row.Settings) ?? throw new InvalidDataException($"The settings of the app {row.Id} cannot be read.");
        return new(row.Id, new RelyingParty(AppPolicy.Of(row, settings, options, metadata), time), settings);
    }

    private static bool IsSame(AppRow one, AppRow other) =>
        one.RpId == other.RpId && one.Name == other.Name && one.Settings == other.Settings && one.Origins.SequenceEqual(other.Origins);

    private static async ValueTask<AppRow> EnsureAsync(Transaction transaction, AppRow wanted)
    {
        var stored = await AppStore.EnsureAsync(transaction, wanted);
        var changed = stored with { RpId = wanted.RpId, Name = stored.Name == stored.RpId ? wanted.Name : stored.Name, Origins = wanted.Origins };
        return await AppStore.UpdateAsync(transaction, changed) ? changed : throw new WrongSettingException(
            $"KEYSTILE_PUBLIC_URL names the host {wanted.RpId}, but passkeys exist for {stored.RpId} and would all stop working; set the old URL again, or start with a new database.");
    }
}
