namespace Keystile.WebAuthn;

/// <summary>One reason to refuse a ceremony: a stable code, the step of the specification that failed, and a sentence that says the mend.</summary>
/// <remarks>
/// The table in <c>Rejection.Table.cs</c> is the whole list. Steps are those of WebAuthn Level 3 §7.1 (registration) and §7.2 (authentication).
/// The sentence is for developers and operators; it never quotes the input.
/// </remarks>
public sealed partial class Rejection
{
    private Rejection(string code, string? registrationStep, string? authenticationStep, string sentence)
    {
        Code = code;
        RegistrationStep = registrationStep;
        AuthenticationStep = authenticationStep;
        Sentence = sentence;
    }

    /// <summary>Stable snake_case name, safe to show and to test against; never renamed.</summary>
    public string Code { get; }

    /// <summary>The step of §7.1 that failed, such as <c>7.1.8</c>; null where registration has no such step.</summary>
    public string? RegistrationStep { get; }

    /// <summary>The step of §7.2 that failed, such as <c>7.2.11</c>; null where authentication has no such step.</summary>
    public string? AuthenticationStep { get; }

    /// <summary>What is wrong and how to mend it, in one or two sentences without any of the input.</summary>
    public string Sentence { get; }

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
