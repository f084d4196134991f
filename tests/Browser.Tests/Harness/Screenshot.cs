namespace Keystile.Browser.Tests;

/// <summary>Pictures for the docs, taken only when asked for (<c>KEYSTILE_SCREENSHOTS=1</c>): a plain run leaves the tree as it was.</summary>
internal static class Screenshot
{
    private static readonly bool Wanted = Environment.GetEnvironmentVariable("KEYSTILE_SCREENSHOTS") == "1";

    public static async Task KeepAsync(IPage page, string name, bool whole = false)
    {
        if (!Wanted) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", "images", name + ".png"), FullPage = whole, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }
}
