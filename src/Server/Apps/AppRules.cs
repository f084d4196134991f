using System.Globalization;
using Keystile.Server.Ceremonies;
using Keystile.Server.External;
using Keystile.Server.Passwordless;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>What an app may be: the same rules for whoever writes one, the command line, the console, an import.</summary>
internal static class AppRules
{
    private const int MostInAList = 100;

    /// <summary>One sentence with the mend, or null.</summary>
    public static string? WhatIsWrong(AppRow app)
    {
        if (app.Id.Length is < 3 or > 62 || !app.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return "an app id has 3 to 62 of a-z, 0-9 and -.";
        if (app.Id == OperatorStore.AppId) return "the app admin is the console's own; choose another id.";
        if (!RpId.IsValid(app.RpId)) return "the RP ID is a domain such as example.com: lower-case, no scheme, no port, no IP address.";
        if (DisplayText.TryParse(app.Name) is null) return "a name has 1 to 100 characters and none that cannot be seen.";
        if (app.Origins.Count is 0 or > MostInAList) return "an app has 1 to 100 origins.";
        if (app.Origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong) return NoOrigin(wrong);
        return AppSettings.TryParse(app.Settings) is { } settings ? WhatIsWrong(settings) : "the settings are not a JSON object whose members have the types that keystile apps show prints.";
    }

    /// <summary>The same for what becomes of an app by a change that people write by hand: they may keep what is sealed in it, and add nothing that is not.</summary>
    public static string? WhatIsWrong(AppRow before, AppRow after) =>
        WhatIsWrong(after) ?? ProviderRules.UnsealedSecret(AppSettings.TryParse(before.Settings) ?? AppSettings.Default, AppSettings.TryParse(after.Settings)!);

    /// <summary>The same for the settings alone.</summary>
    public static string? WhatIsWrong(AppSettings settings) =>
        OutOf(settings.PasskeysPerUser, "passkeysPerUser", 1, 1000)
        ?? OutOf(settings.ChallengeSeconds, "challengeSeconds", 60, 600)
        ?? OutOf(settings.SessionSeconds, "sessionSeconds", 60, 366 * 86_400)
        ?? OutOf(settings.SessionIdleSeconds, "sessionIdleSeconds", 60, settings.SessionSeconds)
        ?? OutOf(settings.EventDays, "eventDays", 1, 3660)
        ?? (settings.PagesUrl is { } pages && !IsPage(pages) ? "pagesUrl is an address without query or fragment, such as https://example.com/login." : null)
        ?? (settings is { RequireTrustedAttestation: true, Attestation: null or AttestationConveyance.None } ? "requireTrustedAttestation needs attestation to be indirect, direct or enterprise, or nobody could register." : null)
        ?? First(settings.AllowedModels, "allowedModels", model => Aaguid.TryParse(model, out _), "is no AAGUID such as ee882879-721c-4913-9775-3dfcce97072a")
        ?? First(settings.DeniedModels, "deniedModels", model => Aaguid.TryParse(model, out _), "is no AAGUID such as ee882879-721c-4913-9775-3dfcce97072a")
        ?? First([.. settings.Purposes.Select(purpose => purpose.Name)], "purposes", name => name.Length <= Purpose.MaxNameLength && DisplayText.TryParse(name) == name, "is no name of 1 to 64 characters")
        ?? settings.Purposes.Select(purpose => OutOf(purpose.Seconds, $"purposes: the seconds of {purpose.Name}", 1, Purpose.LongestSeconds)).FirstOrDefault(wrong => wrong is not null)
        ?? (settings.Purposes.DistinctBy(purpose => purpose.Name).Count() < settings.Purposes.Count ? "purposes names one twice." : null)
        ?? First(settings.RelatedOrigins, "relatedOrigins", origin => IsOrigin(origin) && !IsNative(origin), "is no origin of a page, such as https://example.org")
        ?? First(settings.AppleApps, "appleApps", NativeApps.IsAppleApp, "is no team and bundle such as A1B2C3D4E5.com.example.shop")
        ?? First([.. settings.AndroidApps.Select(app => app.Package)], "androidApps", NativeApps.IsPackage, "is no package such as com.example.shop")
        ?? First([.. settings.AndroidApps.SelectMany(app => app.Fingerprints)], "androidApps", print => NativeApps.TryReadFingerprint(print) is not null, "is no SHA-256 fingerprint of 32 hexadecimal bytes with colons")
        ?? ProviderRules.WhatIsWrong(settings);

    private static string? OutOf(int value, string name, int least, int most) =>
        value >= least && value <= most ? null : string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {least} to {most}.");

    private static string? First(IReadOnlyList<string> list, string name, Func<string, bool> isGood, string mend) =>
        list.Count > MostInAList ? $"{name} has at most {MostInAList} entries."
        : list.FirstOrDefault(entry => !isGood(entry)) is { } wrong ? $"{name}: '{wrong}' {mend}." : null;

    private static string NoOrigin(string text) =>
        $"'{text}' is no origin a browser would write: a scheme, a host and at most a port, such as https://example.com; http for localhost alone.";

    private static bool IsPage(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && IsOrigin(url.GetLeftPart(UriPartial.Authority)) && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;

    private static bool IsNative(string text) => text.StartsWith("android:apk-key-hash:", StringComparison.Ordinal) || text.StartsWith("ios:bundle-id:", StringComparison.Ordinal);

    /// <summary>Letter by letter what a browser sends, or the name of a native app.</summary>
    private static bool IsOrigin(string text)
    {
        if (IsNative(text)) return !text.EndsWith(':');
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == text && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (url.Host == "localhost" || url.Host.EndsWith(".localhost", StringComparison.Ordinal))));
    }
}
