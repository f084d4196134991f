namespace Keystile.Browser.Tests;

/// <summary>WCAG 2.2 1.4.3: every text against what is painted behind it.</summary>
internal static class Contrast
{
    private const double Enough = 4.5;

    // Colours come back from a canvas, so any way of writing one is understood.
    private const string Measure = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const paint = (...colours) => {
            canvas.clearRect(0, 0, 1, 1);
            for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const light = (rgb) => rgb.map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const measured = [];
          while (texts.nextNode()) {
            const text = texts.currentNode.textContent.trim();
            const element = texts.currentNode.parentElement;
            if (!text || !element.checkVisibility({ opacityProperty: true }) || element.closest('noscript')) continue;
            const behind = [];
            for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor);
            const [a, b] = [light(paint(...behind)), light(paint(...behind, getComputedStyle(element).color))].sort((x, y) => y - x);
            measured.push({ text, ratio: (a + .05) / (b + .05) });
          }
          return measured;
        }
        """;

    public static async Task ShouldBeEnoughAsync(IPage page)
    {
        var measured = (await page.EvaluateAsync(Measure))!.Value;
        measured.GetArrayLength().ShouldBeGreaterThan(3);
        foreach (var text in measured.EnumerateArray())
        {
            text.GetProperty("ratio").GetDouble().ShouldBeGreaterThanOrEqualTo(Enough, text.GetProperty("text").GetString());
        }
    }
}
