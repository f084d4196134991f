using System.Security.Cryptography;
using System.Text;

namespace Keystile.WebAuthn;

/// <summary>§7.2, verifying an assertion: one numbered line a step, in the order of the specification.</summary>
internal static class Authentication
{
    public static Verdict<VerifiedAuthentication> Verify<TSteps>(
        RelyingParty rp, AuthenticationCeremony expected, AuthenticationResponse response, CredentialRecord? record, ref TSteps steps)
        where TSteps : struct, ISteps
    {
        var options = rp.Options;

        // Steps 1 to 4 ran in the browser and in AuthenticationResponse.Parse.
        /*  5 */ if (!steps.Step(5, expected.AllowList.Allows(response.Id), response.Id)) return Rejection.CredentialNotAllowed;
        /*  6 */ if (IdentifyUser(expected, response, record) is { } stranger) return stranger;
        steps.Step(6, true, record!.UserHandle);

        /*  7 */ if (AuthenticatorData.TryParse(response.AuthenticatorData) is not { } data) return Rejection.MalformedAuthenticatorData;
        if (!steps.Step(7, data.Attested is null || !options.RefuseAttestedDataInAssertions, data.Flags)) return Rejection.AttestedCredentialDataUnexpected;

        /*  8 */
        /*  9 */ var parsed = ClientData.Parse(response.ClientDataJson.Span);
        if (!parsed.IsAccepted) return parsed.Rejection;
        var client = parsed.Value;
        steps.Step(8, true);
        steps.Step(9, true);

        /* 10 */ if (!steps.Step(10, client.Type == (expected.Payment is null ? ClientData.Get : ClientData.PaymentGet), client.Type)) return Rejection.WrongCeremonyType;
        /* 11 */ if (!steps.Step(11, client.Answers(expected.Challenge), client.Challenge)) return Rejection.ChallengeMismatch;
        /* 12 */ if (!steps.Step(12, rp.Expects(client.Origin, expected.Origin), client.Origin)) return Rejection.OriginNotAllowed;
        /* 13 */ if (!steps.Step(13, !client.CrossOrigin || options.AllowCrossOrigin, client.CrossOrigin)) return Rejection.CrossOriginNotAllowed;
        /* 14 */ if (!steps.Step(14, rp.ExpectsTopOrigin(client), client.TopOrigin)) return Rejection.TopOriginNotAllowed;
        /* 15 */ if (!steps.Step(15, IsOurs(data.RpIdHash, rp, expected, response), options.Id)) return Rejection.RpIdMismatch;
        /* 16 */ if (!steps.Step(16, data.Has(AuthenticatorFlags.UserPresent), data.Flags)) return Rejection.UserNotPresent;
        /* 17 */ if (expected.UserVerification != UserVerification.Required) steps.Skip(17, "user verification is not required");
        else if (!steps.Step(17, data.Has(AuthenticatorFlags.UserVerified), data.Flags)) return Rejection.UserNotVerified;
        /* 18 */ if (!steps.Step(18, data.BackupStateIsPossible, data.Flags)) return Rejection.BackupStateInvalid;
        /* 19 */ if (!steps.Step(19, KeepsEligibility(data, record, options), data.Flags)) return Rejection.BackupEligibilityChanged;

        /* 20 */
        /* 21 */ var key = CoseKey.ReadStored(record.PublicKey.Span);
        if (!key.IsAccepted) return key.Rejection;
        var publicKey = key.Value;
        steps.Step(20, true);
        if (!steps.Step(21, IsSigned(publicKey, response), publicKey.Algorithm)) return Rejection.SignatureInvalid;

        /* 22 */ var regressed = (data.SignCount != 0 || record.SignCount != 0) && data.SignCount <= record.SignCount;
        if (!steps.Step(22, !regressed || !options.SignCountPolicy.Rejects(record), data.SignCount)) return Rejection.SignCountNotIncreased;

        if (expected.Payment is { } payment && client.Payment?.Confirms(payment, options.Id) != true) return Rejection.PaymentMismatch;
        /* 23 */ var extensions = ExtensionRules.Check(expected.Extensions, response.ClientExtensionResultsJson, data, options.UnsolicitedExtensionPolicy);
        if (!extensions.IsAccepted) return extensions.Rejection;
        steps.Step(23, true);

        return new VerifiedAuthentication
        {
            CredentialId = response.Id,
            UserHandle = record.UserHandle,
            Origin = client.Origin,
            Algorithm = publicKey.Algorithm,
            Flags = data.Flags,
            SignCount = data.SignCount,
            SignCountRegressed = regressed,
            AuthenticatorAttachment = response.AuthenticatorAttachment,
            Extensions = extensions.Value,
        };
    }

    /// <summary>Step 6: a user identified beforehand must own the credential; otherwise the authenticator must name its owner. A handle that is given must always be the owner's.</summary>
    private static Rejection? IdentifyUser(AuthenticationCeremony expected, AuthenticationResponse response, CredentialRecord? record)
    {
        if (record is null || !record.Id.Equals(response.Id)) return Rejection.UnknownCredential;
        if (expected.UserHandle is { } identified && !identified.Equals(record.UserHandle)) return Rejection.UserHandleMismatch;
        if (expected.UserHandle is null && response.UserHandle is null && !expected.AllowMissingUserHandle) return Rejection.UserHandleMissing;
        return response.UserHandle is { } named && !named.Equals(record.UserHandle) ? Rejection.UserHandleMismatch : null;
    }

    /// <summary>Step 15: the hash of our RP ID, or of the AppID where we asked for it and the client says it was used (§10.1.1).</summary>
    private static bool IsOurs(ReadOnlySpan<byte> rpIdHash, RelyingParty rp, AuthenticationCeremony expected, AuthenticationResponse response) =>
        CryptographicOperations.FixedTimeEquals(rpIdHash, rp.RpIdHash)
        || (expected.Extensions?.AppId is { } appId && ExtensionRules.UsedAppId(response.ClientExtensionResultsJson) && CryptographicOperations.FixedTimeEquals(rpIdHash, SHA256.HashData(Encoding.UTF8.GetBytes(appId))));

    /// <summary>Step 19.</summary>
    private static bool KeepsEligibility(AuthenticatorData data, CredentialRecord record, RelyingPartyOptions options) =>
        data.Has(AuthenticatorFlags.BackupEligible) == record.BackupEligible || options.BackupEligibilityPolicy == BackupEligibilityPolicy.Adopt;

    /// <summary>Steps 20 and 21: the signature is over authData ‖ SHA-256(clientDataJSON).</summary>
    private static bool IsSigned(CoseKey key, AuthenticationResponse response)
    {
        var length = response.AuthenticatorData.Length + SHA256.HashSizeInBytes;
        var signed = length <= 512 ? stackalloc byte[length] : new byte[length];
        response.AuthenticatorData.Span.CopyTo(signed);
        CryptoDoor.Current.Hash(SignatureHash.Sha256, response.ClientDataJson.Span, signed[response.AuthenticatorData.Length..]);
        return key.Verify(signed, response.Signature.Span);
    }
}
