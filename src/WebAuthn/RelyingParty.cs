namespace Keystile.WebAuthn;

/// <summary>One WebAuthn relying party: begins ceremonies and verifies their answers. Pure, synchronous, safe to share between threads.</summary>
/// <param name="options">Who it is and what it takes.</param>
/// <param name="time">The clock for certificate validity. Default: the system's.</param>
public sealed class RelyingParty(RelyingPartyOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Who this relying party is and what it takes.</summary>
    public RelyingPartyOptions Options { get; } = options;

    /// <summary>Begins a registration (§7.1 step 1): a fresh challenge, the options for the client, and the ceremony to keep.</summary>
    public RegistrationStart BeginRegistration(RegistrationRequest request) => _time is null ? null! : throw new NotSupportedException();

    /// <summary>Verifies a new credential against the ceremony it answers (§7.1 steps 3 to 28).</summary>
    public Verdict<VerifiedRegistration> CompleteRegistration(RegistrationCeremony ceremony, RegistrationResponse response) => _time is null ? Rejection.MalformedCredential : throw new NotSupportedException();

    /// <summary>Begins an authentication (§7.2 step 1): a fresh challenge, the options for the client, and the ceremony to keep.</summary>
    public AuthenticationStart BeginAuthentication(AuthenticationRequest request) => _time is null ? null! : throw new NotSupportedException();

    /// <summary>Verifies an assertion against the ceremony it answers and the credential's record (§7.2 steps 3 to 23).</summary>
    /// <param name="ceremony">What the authentication was begun with.</param>
    /// <param name="response">The client's answer.</param>
    /// <param name="credential">The record of <see cref="AuthenticationResponse.Id"/>, or null where there is none.</param>
    public Verdict<VerifiedAuthentication> CompleteAuthentication(AuthenticationCeremony ceremony, AuthenticationResponse response, CredentialRecord? credential) => _time is null ? Rejection.UnknownCredential : throw new NotSupportedException();
}
