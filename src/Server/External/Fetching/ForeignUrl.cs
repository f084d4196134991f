namespace Keystile.Server.External;

/// <summary>Which addresses are asked for keys and tokens: HTTPS, and plain HTTP on this machine alone.</summary>
internal static class ForeignUrl
{
    private const int MaxLength = 1024;

    public static bool IsSafe(string? text) =>
        text is { Length: <= MaxLength } && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsThisMachine(url)));

    private static bool IsThisMachine(Uri url) => url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.Ordinal);
}
