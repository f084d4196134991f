using Microsoft.Net.Http.Headers;

namespace Keystile.Server.Mail;

/// <summary>The language to write in: of those there are, the one that the request likes best; English where it likes none.</summary>
internal static class MailLanguage
{
    public const string Default = "en";
    public static readonly string[] Known = ["en", "de"];

    public static string Of(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var liked)
            ? liked.Where(language => language.Quality is null or > 0).OrderByDescending(language => language.Quality ?? 1)
                .Select(language => Array.Find(Known, known => IsA(language.Value, known))).FirstOrDefault(known => known is not null) ?? Default
            : Default;

    private static bool IsA(Microsoft.Extensions.Primitives.StringSegment language, string known) =>
        language.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (language.Length == known.Length || language[known.Length] == '-');
}
