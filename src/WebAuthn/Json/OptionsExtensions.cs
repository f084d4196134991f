namespace Keystile.WebAuthn;

/// <summary>What the relying party's options become on the wire.</summary>
internal static class OptionsExtensions
{
    extension(RelyingPartyOptions options)
    {
        public CreationOptions ToCreationOptions(RegistrationRequest request, RegistrationCeremony ceremony) => new()
        {
            RelyingParty = new(options.Id, options.Name),
            User = new(request.UserHandle, request.UserName, request.DisplayName),
            Challenge = ceremony.Challenge,
            Algorithms = [.. ceremony.Algorithms.Select(algorithm => new CredentialParameter(algorithm))],
            TimeoutMilliseconds = (long)options.Timeout.TotalMilliseconds,
            ExcludeCredentials = request.ExcludeCredentials,
            AuthenticatorSelection = new() { AuthenticatorAttachment = request.AuthenticatorAttachment, ResidentKey = options.ResidentKey.Wire, UserVerification = ceremony.UserVerification.Wire },
            Hints = request.Hints,
            Attestation = options.Attestation.Wire,
            AttestationFormats = options.AttestationFormats,
            Extensions = request.Extensions,
        };

        public RequestOptions ToRequestOptions(AuthenticationRequest request, AuthenticationCeremony ceremony) => new()
        {
            Challenge = ceremony.Challenge,
            TimeoutMilliseconds = (long)options.Timeout.TotalMilliseconds,
            RpId = options.Id,
            AllowCredentials = request.AllowCredentials,
            UserVerification = ceremony.UserVerification.Wire,
            Hints = request.Hints,
            Extensions = request.Extensions,
        };
    }

    extension(UserVerification value)
    {
        private string Wire => value switch
        {
            UserVerification.Required => "required",
            UserVerification.Preferred => "preferred",
            _ => "discouraged",
        };
    }

    extension(ResidentKey value)
    {
        private string Wire => value switch
        {
            ResidentKey.Required => "required",
            ResidentKey.Preferred => "preferred",
            _ => "discouraged",
        };
    }

    extension(AttestationConveyance value)
    {
        private string Wire => value switch
        {
            AttestationConveyance.Direct => "direct",
            AttestationConveyance.Indirect => "indirect",
            AttestationConveyance.Enterprise => "enterprise",
            _ => "none",
        };
    }
}
