namespace Keystile.Empty.Tests;

/// <summary>What Stryker runs while it makes the mutants: next to nothing. It must meet one mutant, or Stryker takes it to meet all. See tests/Mutation/run.</summary>
public sealed class The_empty_suite
{
    [Fact] public void Meets_one_mutant() => Assert.True(Keystile.WebAuthn.RpId.IsValid("localhost"));
}
