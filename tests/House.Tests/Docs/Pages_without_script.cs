using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>Pages are served as the files they are, so each holds what it says where scripts are off; it must be the same everywhere.</summary>
public sealed partial class Pages_without_script
{
    [Fact]
    public void Say_the_same_on_every_page()
    {
        var said = Repository.Below("src/Server/wwwroot/", ".html").Select(page => WithoutScript().Match(Repository.Read(page)).Value).Where(text => text.Contains("<section", StringComparison.Ordinal)).ToArray();
        said.Length.ShouldBeGreaterThan(3);
        said.Distinct().Count().ShouldBe(1);
    }

    [GeneratedRegex("<noscript>.*?</noscript>", RegexOptions.Singleline)]
    private static partial Regex WithoutScript();
}
