using System.Diagnostics;
using System.Reflection;

namespace Keystile.Mutation;

/// <summary>One process that plays mutants: reads a command a line, answers a line. The foreman ends it where a mutant never does.</summary>
/// <remarks>cover: which tests meet which mutant. play ID TEST...: the first of these tests, by number, that fails while the mutant is on.</remarks>
internal sealed class Worker(Assembly assembly)
{
    /// <summary>A line that says no more than that a test has ended.</summary>
    public const string Beat = ".";

    /// <summary>Stands for a test's number: what was met while the tests were found.</summary>
    public const string Discovery = "discovery";

    private readonly MutantSwitch _switch = new(Assembly.Load("Keystile.WebAuthn"));

    public async Task<int> RunAsync(TextReader commands, TextWriter answers)
    {
        Console.SetOut(TextWriter.Null);
        TestSuite? suite = null;
        while (await commands.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["cover"]:
                    _switch.Watch();
                    suite ??= new(assembly);
                    await answers.WriteLineAsync($"{Discovery} 0 {Listed(_switch.Seen())}");
                    await CoverAsync(suite, answers);
                    break;
                case ["play", var mutant, .. var tests]:
                    _switch.TurnOn(int.Parse(mutant, null));
                    suite ??= new(assembly); // with the mutant on, so that what is set up once is set up by it
                    var failed = await suite.FirstFailureAsync([.. tests.Select(number => suite.Tests[int.Parse(number, null)])], () => { answers.WriteLine(Beat); answers.Flush(); });
                    _switch.TurnOff();
                    await answers.WriteLineAsync(failed is null ? "survived" : $"killed {failed}");
                    break;
                default: return 2;
            }
            await answers.FlushAsync();
        }
        return 0;
    }

    private async Task CoverAsync(TestSuite suite, TextWriter answers)
    {
        for (var number = 0; number < suite.Tests.Count; number++)
        {
            _switch.Watch();
            var from = Stopwatch.GetTimestamp();
            var failed = await suite.FirstFailureAsync([suite.Tests[number]]);
            var seen = _switch.Seen();
            var milliseconds = (int)Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            // One that minds the switch itself, as the approval of the public surface does, can tell nothing.
            await answers.WriteLineAsync(failed is null ? $"{number} {milliseconds} {Listed(seen)} {suite.Tests[number].TestCaseDisplayName}" : $"fails {failed}");
        }
        await answers.WriteLineAsync("covered");
    }

    private static string Listed((IReadOnlyCollection<int> Met, IReadOnlyCollection<int> InSetUp) seen) => $"{string.Join(',', seen.Met)} {string.Join(',', seen.InSetUp)}";
}
