using System.Reflection;

namespace Keystile.Mutation;

/// <summary>The switch that Stryker compiles into the mutated assembly: all mutants are in it, and at most one is on.</summary>
internal sealed class MutantSwitch
{
    private const int None = -1;

    private readonly FieldInfo _active, _capture;
    private readonly MethodInfo _covered;

    public MutantSwitch(Assembly mutated)
    {
        var control = mutated.GetTypes().SingleOrDefault(type => type.Name == "MutantControl") ?? throw new InvalidOperationException("Keystile.WebAuthn.dll is not the mutated one.");
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        _active = control.GetField("ActiveMutant", Any)!;
        _capture = control.GetField("CaptureCoverage", Any)!;
        _covered = control.GetMethod("GetCoverageData", Any)!;
        TurnOff();
    }

    public void TurnOn(int mutant) => _active.SetValue(null, mutant);

    public void TurnOff() => _active.SetValue(null, None);

    /// <summary>Begins to note which mutants are passed by.</summary>
    public void Watch()
    {
        _covered.Invoke(null, null);
        _capture.SetValue(null, true);
    }

    /// <summary>The mutants passed by since, and which of them only while a type was set up: such a one must be on from the start of a process.</summary>
    public (IReadOnlyCollection<int> Met, IReadOnlyCollection<int> InSetUp) Seen()
    {
        _capture.SetValue(null, false);
        var seen = (IList<int>[])_covered.Invoke(null, null)!;
        return ([.. seen[0]], [.. seen[1]]);
    }
}
