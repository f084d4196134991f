using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Admin.Apps;

/// <summary>What a browser would refuse of an app that is valid by itself, and the mend: most sites that fail to start fail here.</summary>
internal static class AppAdvice
{
    public static IReadOnlyList<string> Of(AppRow app)
    {
        var related = AppSettings.TryParse(app.Settings)?.RelatedOrigins ?? [];
        return [.. app.Origins.Select(origin => Of(app.RpId, origin, related)).OfType<string>()];
    }

    private static string? Of(string rpId, string origin, IReadOnlyList<string> related)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) return null; // a native app
        if (url.Host == rpId || url.Host.EndsWith("." + rpId, StringComparison.Ordinal) || related.Contains(origin)) return null;
        return rpId.EndsWith("." + url.Host, StringComparison.Ordinal)
            ? $"Pages at {origin} cannot use the RP ID {rpId}, which is below them. Make the RP ID {url.Host}, or open the pages at https://{rpId}."
            : $"Pages at {origin} cannot use the RP ID {rpId}: their host is neither it nor below it. Correct one of them, or add {origin} to the related origins.";
    }
}
