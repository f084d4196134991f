namespace Keystile.Browser.Tests;

/// <summary>Pictures for the docs, taken only when asked for (<c>KEYSTILE_SCREENSHOTS=1</c>): a plain run leaves the tree as it was.</summary>
internal static class Screenshot
{
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("KEYSTILE_SCREENSHOTS") == "1";

    public static async Task KeepAsync(IPage page, string name)
    {
        if (!Wanted) return;
        var root = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        await page.ScreenshotAsync(new() { Path = Path.Combine(root, "docs", "images", name + ".png"), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }
}
