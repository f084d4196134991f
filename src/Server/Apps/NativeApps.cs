using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace Keystile.Server.Apps;

/// <summary>Phones' apps that use an app's passkeys, in the words of their platforms.</summary>
internal static partial class NativeApps
{
    /// <summary>The origins that Android names in client data: one for each certificate that an app is signed by.</summary>
    public static IEnumerable<string> OriginsOf(AppSettings settings) => settings.AndroidApps
        .SelectMany(app => app.Fingerprints).Select(print => "android:apk-key-hash:" + Base64Url.EncodeToString(TryReadFingerprint(print) ?? [])).Distinct();

    /// <summary>The 32 bytes of a fingerprint as <c>keytool</c> and <c>apksigner</c> print it; null where it is none.</summary>
    public static byte[]? TryReadFingerprint(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 64 && (text.Length == 64 || text.Length == 95) && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    public static bool IsPackage(string text) => Package().IsMatch(text);

    public static bool IsAppleApp(string text) => AppleApp().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\z")]
    private static partial Regex Package();

    [GeneratedRegex(@"\A[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+\z")]
    private static partial Regex AppleApp();
}
