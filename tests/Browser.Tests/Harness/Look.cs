namespace Keystile.Browser.Tests;

/// <summary>A page as it stands: judged by axe-core and by our own measure of contrast, and kept as a picture when asked for.</summary>
internal sealed class Look(Visit visit, string screen, ColorScheme scheme)
{
    public async Task AtAsync(string? picture = null, bool whole = false)
    {
        await Axe.ShouldFindNothingAsync(visit.Page);
        await Contrast.ShouldBeEnoughAsync(visit.Page);
        if (picture is not null) await Screenshot.KeepAsync(visit.Page, $"{picture}-{(screen == "phone" ? "phone-" : "")}{scheme.ToString().ToLowerInvariant()}", whole);
    }
}
