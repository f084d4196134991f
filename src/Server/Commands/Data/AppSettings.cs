using Keystile.Server.Ceremonies;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Data;

/// <summary>Whether an app can be as an operator wrote it.</summary>
internal static class AppSettings
{
    /// <summary>One sentence with the mend, or null.</summary>
    public static string? WhatIsWrong(AppRow app)
    {
        if (app.Id.Length is < 3 or > 62 || !app.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return "an app id has 3 to 62 of a-z, 0-9 and -.";
        if (!RpId.IsValid(app.RpId)) return "the RP ID is a domain such as example.com: lower-case, no scheme, no port, no IP address.";
        if (DisplayText.TryParse(app.Name) is null) return "a name has 1 to 100 characters and none that cannot be seen.";
        return app.Origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong
            ? $"'{wrong}' is no origin a browser would write: a scheme, a host and at most a port, such as https://example.com; http for localhost alone."
            : null;
    }

    /// <summary>Letter by letter what a browser sends, or the name of a native app.</summary>
    private static bool IsOrigin(string text)
    {
        if (text.StartsWith("android:apk-key-hash:", StringComparison.Ordinal) || text.StartsWith("ios:bundle-id:", StringComparison.Ordinal)) return !text.EndsWith(':');
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == text && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (url.Host == "localhost" || url.Host.EndsWith(".localhost", StringComparison.Ordinal))));
    }
}
