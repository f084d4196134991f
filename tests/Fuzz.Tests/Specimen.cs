using System.Text;
using Keystile.Authenticator;
using Keystile.WebAuthn;

namespace Keystile.Fuzz.Tests;

/// <summary>A ceremony that verifies, and the relying party that awaits it.</summary>
internal sealed class Specimen
{
    private readonly Func<byte[], Rejection?> _judge;
    private readonly Meaning _meaning;

    private Specimen(string name, bool isRegistration, string json, Func<byte[], Rejection?> judge)
    {
        (Name, IsRegistration, Json, _judge) = (name, isRegistration, Encoding.UTF8.GetBytes(json), judge);
        _meaning = Meaning.Of(Json, isRegistration) ?? throw new InvalidOperationException($"{name} has no meaning.");
        if (Judge(Json) is { } rejection) throw new InvalidOperationException($"{name} is refused unchanged: {rejection}.");
    }

    public string Name { get; }

    public bool IsRegistration { get; }

    public byte[] Json { get; }

    /// <summary>Why the relying party refuses the answer, or null where it takes it.</summary>
    public Rejection? Judge(byte[] json) => _judge(json);

    /// <summary>The credential that a registration is of, or null for an assertion.</summary>
    public string? Credential => _meaning.Credential;

    /// <summary>Whether the answer says the same as the unchanged one in everything that is verified, or is an honest registration of one of <paramref name="credentials"/>.</summary>
    public bool MeansTheSame(byte[] json, IReadOnlySet<string> credentials) => Meaning.Of(json, IsRegistration) is { } meaning && _meaning.Includes(meaning, credentials);

    public static Specimen Registration(string name, RegistrationScenario scenario, TrustAnchors anchors)
    {
        var party = new RelyingParty(
            new()
            {
                Id = scenario.RpId,
                Origins = [scenario.Origin],
                TrustAnchors = anchors,
                AttestationPolicy = anchors.Count == 0 ? AttestationPolicy.Default : AttestationPolicy.TrustedOnly,
            },
            new StoppedClock());
        var begun = new RegistrationCeremony
        {
            Challenge = Challenge.TryCreate(scenario.Challenge)!,
            UserHandle = UserHandle.TryCreate(scenario.UserHandle)!,
            UserVerification = UserVerification.Preferred,
            Algorithms = [(CoseAlgorithm)scenario.Key.Algorithm],
        };
        return new(name, true, scenario.Make().Json, json =>
        {
            var response = RegistrationResponse.Parse(json);
            if (!response.IsAccepted) return response.Rejection;
            var verdict = party.CompleteRegistration(begun, response.Value);
            // The library takes a compound attestation for what its best part is worth; here each must be worth it, so that each is fuzzed.
            return verdict.Value?.Attestation.Parts.Any(part => part.Trust != AttestationTrust.Trusted) == true ? Rejection.AttestationUntrusted : verdict.Rejection;
        });
    }

    public static Specimen Assertion(string name, AssertionScenario scenario, bool identifiedFirst)
    {
        var party = new RelyingParty(new() { Id = scenario.RpId, Origins = [scenario.Origin] });
        var record = new CredentialRecord
        {
            Id = CredentialId.TryCreate(scenario.Credential.Id)!,
            UserHandle = UserHandle.TryCreate(scenario.Credential.UserHandle)!,
            PublicKey = scenario.Credential.PublicKey,
            SignCount = scenario.SignCount - 1,
            BackupEligible = false,
            BackupState = false,
            UserVerificationInitialized = true,
        };
        var begun = new AuthenticationCeremony
        {
            Challenge = Challenge.TryCreate(scenario.Challenge)!,
            UserHandle = identifiedFirst ? record.UserHandle : null,
            AllowList = identifiedFirst ? AllowList.Of([record.Id]) : AllowList.Any,
            UserVerification = UserVerification.Required,
        };
        return new(name, false, scenario.Make().Json, json =>
        {
            var response = AuthenticationResponse.Parse(json);
            return response.IsAccepted ? party.CompleteAuthentication(begun, response.Value, record).Rejection : response.Rejection;
        });
    }

    /// <summary>The hour of every specimen.</summary>
    internal sealed class StoppedClock : TimeProvider
    {
        public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
