using System.Collections.Frozen;

namespace Keystile.WebAuthn;

/// <summary>One WebAuthn relying party: begins ceremonies and verifies their answers. Pure, synchronous, safe to share between threads.</summary>
public sealed class RelyingParty
{
    private readonly TimeProvider _time;

    /// <summary>A relying party.</summary>
    /// <param name="options">Who it is and what it takes.</param>
    /// <param name="time">The clock that certificates are judged by. Default: the system's.</param>
    /// <exception cref="ArgumentException">The options are not those of a relying party; the message says which and how to mend it.</exception>
    public RelyingParty(RelyingPartyOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.IsRecording ? RpId.WasRecorded(options.Id) : RpId.IsValid(options.Id))) throw new ArgumentException("The RP ID is not a domain such as example.com: lower-case, no scheme, no port, no IP address.", nameof(options));
        if (options.Origins.Count == 0) throw new ArgumentException("A relying party needs at least one origin, such as https://example.com.", nameof(options));
        if (options.Algorithms.Count == 0) throw new ArgumentException("A relying party needs at least one algorithm to offer.", nameof(options));
        Options = options;
        RpIdHash = RpId.Hash(options.Id);
        Origins = options.Origins.ToFrozenSet(StringComparer.Ordinal);
        TopOrigins = options.TopOrigins.ToFrozenSet(StringComparer.Ordinal);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Who this relying party is and what it takes.</summary>
    public RelyingPartyOptions Options { get; }

    internal byte[] RpIdHash { get; }

    internal FrozenSet<string> Origins { get; }

    internal FrozenSet<string> TopOrigins { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Begins a registration (§7.1 step 1): a fresh challenge, the options for the client, and the ceremony to keep.</summary>
    public RegistrationStart BeginRegistration(RegistrationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ceremony = new RegistrationCeremony
        {
            Challenge = Challenge.NewRandom(),
            UserHandle = request.UserHandle,
            Origin = request.Origin,
            UserVerification = request.UserVerification ?? Options.UserVerification,
            Algorithms = Options.Algorithms,
            Conditional = request.Conditional,
            Extensions = request.Extensions,
        };
        return new(Options.ToCreationOptions(request, ceremony), ceremony);
    }

    /// <summary>Begins an authentication (§7.2 step 1): a fresh challenge, the options for the client, and the ceremony to keep.</summary>
    public AuthenticationStart BeginAuthentication(AuthenticationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ceremony = new AuthenticationCeremony
        {
            Challenge = Challenge.NewRandom(),
            UserHandle = request.UserHandle,
            Origin = request.Origin,
            UserVerification = request.UserVerification ?? Options.UserVerification,
            Extensions = request.Extensions,
            AllowList = AllowList.Of([.. request.AllowCredentials.Select(credential => credential.Id)]),
        };
        return new(Options.ToRequestOptions(request, ceremony), ceremony);
    }

    /// <summary>Verifies a new credential against the ceremony it answers (§7.1 steps 5 to 28).</summary>
    /// <remarks>Steps 26 (the id is unused) and 29 (store) are the database's.</remarks>
    public Verdict<VerifiedRegistration> CompleteRegistration(RegistrationCeremony ceremony, RegistrationResponse response)
    {
        var silent = default(NoSteps);
        return Registration.Verify(this, ceremony, response, ref silent);
    }

    /// <summary>Verifies an assertion against the ceremony it answers and the credential's record (§7.2 steps 5 to 23).</summary>
    /// <param name="ceremony">What the authentication was begun with.</param>
    /// <param name="response">The client's answer.</param>
    /// <param name="credential">The record of <see cref="AuthenticationResponse.Id"/>, or null where there is none.</param>
    /// <remarks>Step 24 (update the record) is the database's.</remarks>
    public Verdict<VerifiedAuthentication> CompleteAuthentication(AuthenticationCeremony ceremony, AuthenticationResponse response, CredentialRecord? credential)
    {
        var silent = default(NoSteps);
        return Authentication.Verify(this, ceremony, response, credential, ref silent);
    }

    /// <summary>Does what <see cref="CompleteRegistration"/> does, by the same code, and tells of each step whether it passed, failed or was not reached, and on what evidence.</summary>
    public Report<VerifiedRegistration> ExplainRegistration(RegistrationCeremony ceremony, RegistrationResponse response)
    {
        var steps = new StepLog(SpecSteps.Registration);
        var verdict = Registration.Verify(this, ceremony, response, ref steps);
        return new(verdict, steps.Finish(verdict.Rejection?.RegistrationStep));
    }

    /// <summary>Does what <see cref="CompleteAuthentication"/> does, by the same code, and tells of each step whether it passed, failed or was not reached, and on what evidence.</summary>
    public Report<VerifiedAuthentication> ExplainAuthentication(AuthenticationCeremony ceremony, AuthenticationResponse response, CredentialRecord? credential)
    {
        var steps = new StepLog(SpecSteps.Authentication);
        var verdict = Authentication.Verify(this, ceremony, response, credential, ref steps);
        return new(verdict, steps.Finish(verdict.Rejection?.AuthenticationStep));
    }
}
