namespace Keystile.Empty.Tests;

/// <summary>What Stryker runs while it makes the mutants: nothing. See tests/Mutation/run.</summary>
public sealed class The_empty_suite
{
    [Fact] public void Tests_nothing() => Assert.NotNull(typeof(The_empty_suite));
}
