using System.Text.RegularExpressions;

namespace Keystile.House.Tests;

/// <summary>Operators filter by the numbers of log messages.</summary>
public sealed partial class Log_messages
{
    [Fact]
    public void Have_each_a_number_of_their_own()
    {
        var numbers = Number().Matches(Repository.Read("src/Server/Observability/Log.cs")).Select(match => match.Groups[1].Value).ToArray();
        numbers.Length.ShouldBeGreaterThan(20);
        numbers.ShouldBeUnique();
    }

    [GeneratedRegex(@"LoggerMessage\((\d+),")]
    private static partial Regex Number();
}
