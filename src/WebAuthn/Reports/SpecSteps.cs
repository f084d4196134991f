namespace Keystile.WebAuthn;

/// <summary>The steps of one ceremony that are the verifier's, by number and in our words.</summary>
internal sealed class SpecSteps
{
    private readonly string _section;
    private readonly SortedDictionary<int, string> _titles;

    private SpecSteps(string section, SortedDictionary<int, string> titles) => (_section, _titles) = (section, titles);

    /// <summary>§7.1, registering a new credential.</summary>
    public static SpecSteps Registration { get; } = new("7.1", new()
    {
        [5] = "the client data is UTF-8",
        [6] = "the client data is JSON",
        [7] = "the client data is of a creation",
        [8] = "the challenge is the one issued",
        [9] = "the origin is expected",
        [10] = "a cross-origin frame is expected",
        [11] = "the top-level origin is expected",
        [12] = "hash of the client data",
        [13] = "the attestation object and the authenticator data are well formed",
        [14] = "the RP ID is ours",
        [15] = "the user was present",
        [16] = "the user was verified, where required",
        [17] = "a backed-up credential is backup eligible",
        [18] = "backup eligibility suits the policy",
        [19] = "backup state suits the policy",
        [20] = "the algorithm was offered",
        [21] = "the attestation format is known",
        [22] = "the attestation statement holds",
        [23] = "the trust anchors for it",
        [24] = "the attestation is trusted as far as the policy asks",
        [25] = "the credential id has at most 1023 bytes",
        [27] = "the credential record",
        [28] = "the extension outputs are acceptable",
    });

    /// <summary>§7.2, verifying an assertion.</summary>
    public static SpecSteps Authentication { get; } = new("7.2", new()
    {
        [5] = "the credential is an allowed one",
        [6] = "the user is identified and owns the credential",
        [7] = "the authenticator data is well formed",
        [8] = "the client data is UTF-8",
        [9] = "the client data is JSON",
        [10] = "the client data is of a get",
        [11] = "the challenge is the one issued",
        [12] = "the origin is expected",
        [13] = "a cross-origin frame is expected",
        [14] = "the top-level origin is expected",
        [15] = "the RP ID is ours",
        [16] = "the user was present",
        [17] = "the user was verified, where required",
        [18] = "a backed-up credential is backup eligible",
        [19] = "backup eligibility is the recorded one",
        [20] = "hash of the client data",
        [21] = "the signature is the credential's",
        [22] = "the signature counter grew",
        [23] = "the extension outputs are acceptable",
    });

    /// <summary>The numbers, in order.</summary>
    public IEnumerable<int> Numbers => _titles.Keys;

    /// <summary>The full number, such as <c>7.2.21</c>.</summary>
    public string Name(int number) => $"{_section}.{number}";

    /// <summary>One line of a report.</summary>
    public StepReport Report(int number, StepOutcome outcome, string evidence) => new(Name(number), _titles[number], outcome, evidence);
}
