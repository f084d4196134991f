using System.Text.Json;

namespace Keystile.Browser.Tests;

/// <summary>axe-core on the page as it stands: WCAG 2.2 AA and what its makers call best practice. It comes in by DevTools, so the page's content policy stays as strict as it is.</summary>
internal static class Axe
{
    private static readonly string Source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Browser.Tests", "npm", "node_modules", "axe-core", "axe.min.js"));

    // Animations are brought to their end and not waited for: one that gets no frame never ends. Evaluating has no time limit of its own, so the run has one.
    private const string Judge = """
        async () => {
          for (const animation of document.getAnimations()) if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
          const late = new Promise((_, reject) => setTimeout(() => reject(new Error('axe.run() did not come to an end')), 60_000));
          const run = axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
          const { violations, passes } = await Promise.race([run, late]);
          return { passed: passes.length, violations: violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(node => node.html).join(' ')}`) };
        }
        """;

    public static async Task ShouldFindNothingAsync(IPage page, int atLeast = 5)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Source);
        var judged = (await page.EvaluateAsync<JsonElement?>(Judge))!.Value;
        judged.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty();
        judged.GetProperty("passed").GetInt32().ShouldBeGreaterThan(atLeast);
    }
}
