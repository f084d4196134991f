using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>A discoverable sign-in that succeeds, the relying party that awaits it, and the record it has of the credential; a test spoils one thing of them.</summary>
internal sealed class SigningIn : AssertionScenario
{
    private SigningIn(SoftCredential credential) : base(credential)
    {
        SignCount = 8;
        Party = new() { Id = RpId, Origins = [Origin] };
        Begun = new() { Challenge = WebAuthn.Challenge.TryCreate(Challenge)!, UserVerification = UserVerification.Preferred };
        Record = new()
        {
            Id = WebAuthn.CredentialId.TryCreate(credential.Id)!,
            UserHandle = WebAuthn.UserHandle.TryCreate(credential.UserHandle)!,
            PublicKey = credential.PublicKey,
            SignCount = 7,
            BackupEligible = false,
            BackupState = false,
            UserVerificationInitialized = true,
        };
    }

    /// <summary>The relying party.</summary>
    public RelyingPartyOptions Party { get; set; }

    /// <summary>What it remembers of the begin.</summary>
    public AuthenticationCeremony Begun { get; set; }

    /// <summary>Its record of the credential; null for none.</summary>
    public CredentialRecord? Record { get; set; }

    public static SigningIn Plainly() => By(CredentialKey.Create(Cose.ES256));

    /// <summary>With an ES256 key.</summary>
    public static SigningIn With(Action<SigningIn> spoil) => By(CredentialKey.Create(Cose.ES256), spoil);

    /// <summary>With a key of a test's own.</summary>
    public static SigningIn By(CredentialKey key, Action<SigningIn>? spoil = null)
    {
        var signingIn = new SigningIn(new RegistrationScenario { Key = key }.Make().Credential);
        spoil?.Invoke(signingIn);
        return signingIn;
    }

    public Verdict<VerifiedAuthentication> Complete()
    {
        var response = AuthenticationResponse.Parse(Make().Utf8Json);
        if (!response.IsAccepted) return response.Rejection;
        var party = new RelyingParty(Party);
        var verdict = party.CompleteAuthentication(Begun, response.Value, Record);
        party.ExplainAuthentication(Begun, response.Value, Record).ShouldAgreeWith(verdict, verdict.Rejection?.AuthenticationStep);
        return verdict;
    }

    public void ShouldBeRejectedFor(Rejection reason) => Complete().Rejection.ShouldBe(reason);

    public VerifiedAuthentication ShouldBeAccepted()
    {
        var verdict = Complete();
        verdict.Rejection.ShouldBeNull();
        return verdict.Value.ShouldNotBeNull();
    }
}
