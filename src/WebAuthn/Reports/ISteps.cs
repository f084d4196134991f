namespace Keystile.WebAuthn;

/// <summary>Listens to a verifier walk through the steps. A struct that does nothing costs nothing: the compiler specialises the verifier for it.</summary>
internal interface ISteps
{
    /// <summary>The step asked something; returns whether it held.</summary>
    bool Step(int number, bool holds);

    /// <summary>The step held, or did not, on this evidence.</summary>
    bool Step<TEvidence>(int number, bool holds, TEvidence evidence);

    /// <summary>The step does not apply to this ceremony.</summary>
    void Skip(int number, string why);
}

/// <summary>Nobody listens.</summary>
internal readonly struct NoSteps : ISteps
{
    public bool Step(int number, bool holds) => holds;

    public bool Step<TEvidence>(int number, bool holds, TEvidence evidence) => holds;

    public void Skip(int number, string why) { }
}
