using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>A registration and a sign-in with the same thing spoiled: what the steps of §7.1 and §7.2 share.</summary>
internal readonly struct Both
{
    private readonly Registering _registering;
    private readonly SigningIn _signingIn;

    private Both(Registering registering, SigningIn signingIn) => (_registering, _signingIn) = (registering, signingIn);

    public static Both With(Action<CeremonyScenario> spoil) => new(Registering.With(spoil), SigningIn.With(spoil));

    /// <summary>The same, at a relying party of other settings.</summary>
    public Both At(Func<RelyingPartyOptions, RelyingPartyOptions> party)
    {
        _registering.Party = party(_registering.Party);
        _signingIn.Party = party(_signingIn.Party);
        return this;
    }

    /// <summary>The same, begun from this one origin.</summary>
    public Both BegunFrom(string origin)
    {
        _registering.Begun = _registering.Begun with { Origin = origin };
        _signingIn.Begun = _signingIn.Begun with { Origin = origin };
        return this;
    }

    /// <summary>The same, with this user verification asked for.</summary>
    public Both Asking(UserVerification verification)
    {
        _registering.Begun = _registering.Begun with { UserVerification = verification };
        _signingIn.Begun = _signingIn.Begun with { UserVerification = verification };
        return this;
    }

    public void ShouldBeRejectedFor(Rejection reason)
    {
        _registering.ShouldBeRejectedFor(reason);
        _signingIn.ShouldBeRejectedFor(reason);
    }

    public void ShouldBeAccepted()
    {
        _registering.ShouldBeAccepted();
        _signingIn.ShouldBeAccepted();
    }
}
