namespace Keystile.Server.Apps;

/// <summary>Where mail sends people: the pages of their app. Tokens stand in the fragment, which no server and no referrer ever sees.</summary>
internal sealed class AppPages(ServerOptions options)
{
    public Uri Account(App app) => new(Base(app) + "/account");

    public Uri Recover(App app, string token) => Recover(Base(app), token);

    public Uri VerifyEmail(App app, string token) => new($"{Base(app)}/verify-email#token={token}");

    public static Uri Recover(string pages, string token) => new($"{pages}/recover#token={token}");

    /// <summary>What the settings say; else the home app's own pages, or the first of the app's origins.</summary>
    public static string Base(string app, AppSettings settings, IReadOnlyCollection<string> origins, ServerOptions options) =>
        settings.PagesUrl?.TrimEnd('/') ?? (app == App.Home ? null : origins.FirstOrDefault(origin => origin.StartsWith("http", StringComparison.Ordinal))) ?? options.Origin;

    private string Base(App app) => Base(app.Id, app.Settings, app.RelyingParty.Options.Origins, options);
}
