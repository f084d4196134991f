using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>A registration that succeeds, the relying party that awaits it, and the ceremony it was begun with; a test spoils one thing of the three.</summary>
internal sealed class Registering : RegistrationScenario
{
    private readonly byte[] _issued;

    private Registering()
    {
        _issued = Challenge;
        Party = new() { Id = RpId, Origins = [Origin] };
        Begun = new()
        {
            Challenge = WebAuthn.Challenge.TryCreate(_issued)!,
            UserHandle = WebAuthn.UserHandle.TryCreate(UserHandle)!,
            UserVerification = UserVerification.Preferred,
            Algorithms = [],
        };
    }

    /// <summary>The relying party.</summary>
    public RelyingPartyOptions Party { get; set; }

    /// <summary>What it remembers of the begin. Where no algorithm is named, the new key's own was offered.</summary>
    public RegistrationCeremony Begun { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public static Registering Plainly() => new();

    public static Registering With(Action<Registering> spoil)
    {
        var registering = new Registering();
        spoil(registering);
        return registering;
    }

    public Verdict<VerifiedRegistration> Complete()
    {
        var response = RegistrationResponse.Parse(Make().Utf8Json);
        if (!response.IsAccepted) return response.Rejection;
        var begun = Begun.Algorithms.Count > 0 ? Begun : Begun with { Algorithms = [(CoseAlgorithm)Key.Algorithm] };
        var party = new RelyingParty(Party, Time);
        var verdict = party.CompleteRegistration(begun, response.Value);
        party.ExplainRegistration(begun, response.Value).ShouldAgreeWith(verdict, verdict.Rejection?.RegistrationStep);
        return verdict;
    }

    public void ShouldBeRejectedFor(Rejection reason) => Complete().Rejection.ShouldBe(reason);

    public VerifiedRegistration ShouldBeAccepted()
    {
        var verdict = Complete();
        verdict.Rejection.ShouldBeNull();
        return verdict.Value.ShouldNotBeNull();
    }
}
