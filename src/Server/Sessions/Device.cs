namespace Keystile.Server.Sessions;

/// <summary>What a User-Agent header tells a person: a browser and a platform, nothing finer. The header itself is not kept.</summary>
internal readonly record struct Device(string Browser, string Platform)
{
    // The first match counts, so whoever pretends to be another stands before him.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Platforms =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    public static Device Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return new(First(Browsers, agent) ?? "a browser", First(Platforms, agent) ?? "a device");
    }

    /// <summary>What a passkey made there is called until its owner says otherwise.</summary>
    public string PasskeyName => $"Passkey on {Platform} ({Browser})";

    public override string ToString() => $"{Browser} on {Platform}";

    private static string? First((string Mark, string Name)[] known, string agent) =>
        known.FirstOrDefault(entry => agent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
