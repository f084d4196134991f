using System.Reflection;
using Xunit;
using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace Keystile.Mutation;

/// <summary>The tests, run in this process one after another by xunit itself, as often as asked.</summary>
internal sealed class TestSuite
{
    private readonly ITestFrameworkExecutor _executor;
    private readonly TestAssemblyConfiguration _settings = new() { ParallelizeTestCollections = false, StopOnFail = true, PreEnumerateTheories = true };

    public TestSuite(Assembly assembly)
    {
        // What xunit's own console does first; it is not for others to call.
        typeof(TestContext).GetMethod("SetForInitialization", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.Invoke(null, [null, false, false]);
        var framework = new XunitTestFramework();
        _executor = framework.GetExecutor(assembly);
        Tests = Discover(framework.GetDiscoverer(assembly)).GetAwaiter().GetResult();
    }

    /// <summary>All tests, in an order that is the same in every process.</summary>
    public IReadOnlyList<ITestCase> Tests { get; }

    /// <summary>The name of the first of these tests that fails; null where all pass.</summary>
    /// <param name="tests">Which.</param>
    /// <param name="beat">Called after each, as a sign of life.</param>
    public async Task<string?> FirstFailureAsync(IReadOnlyCollection<ITestCase> tests, Action? beat = null)
    {
        var sink = new FailureSink(beat);
        await _executor.RunTestCases(tests, sink, TestFrameworkOptions.ForExecution(_settings), CancellationToken.None);
        return sink.Failed;
    }

    private async Task<IReadOnlyList<ITestCase>> Discover(ITestFrameworkDiscoverer discoverer)
    {
        var found = new List<ITestCase>();
        await discoverer.Find(test => { found.Add(test); return new(true); }, TestFrameworkOptions.ForDiscovery(_settings), null, CancellationToken.None);
        return [.. found.OrderBy(test => test.TestCaseDisplayName, StringComparer.Ordinal).ThenBy(test => test.UniqueID, StringComparer.Ordinal)];
    }

    private sealed class FailureSink(Action? beat) : IMessageSink
    {
        private readonly Dictionary<string, string> _names = [];

        public string? Failed { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestStarting starting) _names[starting.TestUniqueID] = starting.TestDisplayName;
            if (message is ITestFinished) beat?.Invoke();
            if (message is ITestFailed failed) Failed ??= _names.GetValueOrDefault(failed.TestUniqueID, failed.TestUniqueID);
            if (message is IErrorMessage error) Failed ??= error.Messages.FirstOrDefault() ?? "error";
            return Failed is null;
        }
    }
}
