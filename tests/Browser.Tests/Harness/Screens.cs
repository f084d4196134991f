namespace Keystile.Browser.Tests;

/// <summary>What people look at the pages on.</summary>
internal static class Screens
{
    public static BrowserNewContextOptions Phone => new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 1, HasTouch = true, IsMobile = true };

    public static BrowserNewContextOptions Desk => new() { ViewportSize = new() { Width = 1100, Height = 900 } };

    /// <summary>A screen by its name, in light or dark.</summary>
    public static BrowserNewContextOptions Of(string screen, ColorScheme scheme)
    {
        var options = screen == "phone" ? Phone : Desk;
        options.ColorScheme = scheme;
        return options;
    }
}
