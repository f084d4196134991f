using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>The one place that answers "which app": from what the request carries and the app's settings, never from a Host header.</summary>
internal sealed class AppDirectory
{
    private readonly App _home;

    private AppDirectory(App home) => _home = home;

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
        var relyingParty = new RelyingPartyOptions
        {
            Id = stored.RpId,
            Name = stored.Name,
            Origins = stored.Origins,
            Attestation = options.Attestation,
            Metadata = metadata,
        };
        return new(new App(App.Home, new RelyingParty(relyingParty, time)));
    }

    /// <summary>Every app there is.</summary>
    public IReadOnlyList<App> All => [_home];

    /// <summary>The app that a request is for.</summary>
    public App Of(HttpContext http) => _home;

    private static async ValueTask<AppRow> EnsureAsync(Transaction transaction, AppRow wanted)
    {
        var stored = await AppStore.EnsureAsync(transaction, wanted);
        var changed = stored with { RpId = wanted.RpId, Name = wanted.Name, Origins = wanted.Origins };
        return await AppStore.UpdateAsync(transaction, changed) ? changed : throw new WrongSettingException(
            $"KEYSTILE_PUBLIC_URL names the host {wanted.RpId}, but passkeys exist for {stored.RpId} and would all stop working; set the old URL again, or start with a new database.");
    }
}
