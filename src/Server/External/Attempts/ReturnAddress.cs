using Keystile.Server.Apps;

namespace Keystile.Server.External;

/// <summary>Where a sign-in may lead: exactly the addresses that stand in a list, letter by letter. Nothing is parsed, so nothing can be parsed in two ways.</summary>
internal static class ReturnAddress
{
    private const string Front = "/";

    /// <summary>Keystile's own pages.</summary>
    private static readonly IReadOnlyList<string> s_pages = [Front, "/account"];

    /// <summary>The address wanted, or the app's first where none is; null where it is not the app's.</summary>
    public static string? Of(App app, string? wanted)
    {
        var registered = app.Id == App.Home ? s_pages : app.Settings.ReturnUrls;
        if (wanted is null) return registered.Count > 0 ? registered[0] : null;
        return registered.Contains(wanted, StringComparer.Ordinal) ? wanted : null;
    }

    /// <summary>Keystile's front page, for who came back with nothing that says from where.</summary>
    public static string Lost(string code) => With(Front, "error", code);

    /// <summary>The address with one more parameter.</summary>
    public static string With(string address, string name, string value) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, name, value);
}
