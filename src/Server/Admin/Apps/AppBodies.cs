using System.Text.Json;
using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Admin.Apps;

/// <summary>An app in the list.</summary>
internal sealed record AppItem(string Id, string Name, string RpId, IReadOnlyList<string> Origins, DateTimeOffset CreatedAt, DateTimeOffset? LockedAt, long Users, long Passkeys)
{
    public static AppItem Of(AppRow row, AppFigures figures) => new(row.Id, row.Name, row.RpId, row.Origins, row.CreatedAt, row.LockedAt, figures.Users, figures.Passkeys);
}

/// <summary>All apps.</summary>
internal sealed record AppList(IReadOnlyList<AppItem> Items, string? Next);

/// <summary>An app with all its settings, and what to mend about them.</summary>
internal sealed record AppBody(
    string Id, string Name, string RpId, bool RpIdFixed, IReadOnlyList<string> Origins, JsonElement Settings, JsonElement Defaults,
    IReadOnlyList<string> Advice, DateTimeOffset CreatedAt, DateTimeOffset? LockedAt)
{
    private static readonly JsonElement s_defaults = JsonElement.Parse(SettingsEdit.Show("{}"));

    public static AppBody Of(AppRow row, bool hasPasskeys) => new(
        row.Id, row.Name, row.RpId, hasPasskeys || row.Id == App.Home, row.Origins, JsonElement.Parse(SettingsEdit.Show(row.Settings)), s_defaults,
        AppAdvice.Of(row), row.CreatedAt, row.LockedAt);
}

/// <summary>A new app and its first keys, shown this once.</summary>
internal sealed record AppCreated(AppBody App, string PublicKey, string SecretKey);
