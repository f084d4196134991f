using System.Security.Cryptography;

namespace Keystile.WebAuthn;

/// <summary>§7.1, registering a new credential: one numbered line a step, in the order of the specification.</summary>
internal static class Registration
{
    public static Verdict<VerifiedRegistration> Verify<TSteps>(RelyingParty rp, RegistrationCeremony expected, RegistrationResponse response, ref TSteps steps)
        where TSteps : struct, ISteps
    {
        var options = rp.Options;

        // Steps 1 to 4 ran in the browser and in RegistrationResponse.Parse.
        /*  5 */
        /*  6 */ var parsed = ClientData.Parse(response.ClientDataJson.Span);
        if (!parsed.IsAccepted) return parsed.Rejection;
        var client = parsed.Value;
        steps.Step(5, true);
        steps.Step(6, true);

        /*  7 */ if (!steps.Step(7, client.Type == ClientData.Create, client.Type)) return Rejection.WrongCeremonyType;
        /*  8 */ if (!steps.Step(8, client.Answers(expected.Challenge), client.Challenge)) return Rejection.ChallengeMismatch;
        /*  9 */ if (!steps.Step(9, rp.Expects(client.Origin, expected.Origin), client.Origin)) return Rejection.OriginNotAllowed;
        /* 10 */ if (!steps.Step(10, !client.CrossOrigin || options.AllowCrossOrigin, client.CrossOrigin)) return Rejection.CrossOriginNotAllowed;
        /* 11 */ if (!steps.Step(11, rp.ExpectsTopOrigin(client), client.TopOrigin)) return Rejection.TopOriginNotAllowed;
        /* 12 */ var clientDataHash = SHA256.HashData(response.ClientDataJson.Span);
        steps.Step(12, true, clientDataHash);

        /* 13 */ if (AttestationObject.TryParse(response.AttestationObject) is not { } attestation) return Rejection.MalformedAttestationObject;
        if (AuthenticatorData.TryParse(attestation.AuthenticatorData) is not { } data) return Rejection.MalformedAuthenticatorData;
        if (!steps.Step(13, data.Attested is not null, data.Flags)) return Rejection.AttestedCredentialDataMissing;
        var credential = data.Attested!;

        /* 14 */ if (!steps.Step(14, CryptographicOperations.FixedTimeEquals(data.RpIdHash, rp.RpIdHash), options.Id)) return Rejection.RpIdMismatch;
        /* 15 */ if (expected.Conditional) steps.Skip(15, "conditional mediation was asked for");
        else if (!steps.Step(15, data.Has(AuthenticatorFlags.UserPresent), data.Flags)) return Rejection.UserNotPresent;
        /* 16 */ if (expected.UserVerification != UserVerification.Required) steps.Skip(16, "user verification is not required");
        else if (!steps.Step(16, data.Has(AuthenticatorFlags.UserVerified), data.Flags)) return Rejection.UserNotVerified;
        /* 17 */ if (!steps.Step(17, data.BackupStateIsPossible, data.Flags)) return Rejection.BackupStateInvalid;
        /* 18 */ if (!steps.Step(18, options.BackupPolicy.TakesEligibility(data.Flags), options.BackupPolicy)) return Rejection.BackupEligibilityNotAllowed;
        /* 19 */ if (!steps.Step(19, options.BackupPolicy.TakesState(data.Flags), options.BackupPolicy)) return Rejection.BackupStateNotAllowed;

        /* 20 */ var key = CoseKey.ReadNew(credential.PublicKey.Span);
        if (!key.IsAccepted) return key.Rejection;
        var publicKey = key.Value;
        if (!steps.Step(20, expected.Algorithms.Contains(publicKey.Algorithm), publicKey.Algorithm)) return Rejection.AlgorithmNotOffered;

        /* 21 */ if (!steps.Step(21, AttestationFormats.Names.Contains(attestation.Format), attestation.Format)) return Rejection.UnknownAttestationFormat;
        /* 22 */ var now = rp.Now;
        var evidence = AttestationFormats.Verify(attestation.Format, new()
        {
            Statement = attestation.Statement,
            AuthenticatorData = data,
            Credential = credential,
            PublicKey = publicKey,
            ClientDataHash = clientDataHash,
            Options = options,
            Now = now,
        });
        if (!evidence.IsAccepted) return evidence.Rejection;
        steps.Step(22, true, evidence.Value.Type);
        /* 23 */
        /* 24 */ var trust = AttestationAssessment.Assess(attestation.Format, evidence.Value, credential.Aaguid, options, now);
        if (!trust.IsAccepted) return trust.Rejection;
        steps.Step(23, true, trust.Value.Anchor);
        steps.Step(24, true, trust.Value.Trust);

        /* 25 */ var id = CredentialId.TryCreate(credential.CredentialId.Span);
        if (!steps.Step(25, id is not null, credential.CredentialId)) return Rejection.CredentialIdTooLong;
        if (!id!.Equals(response.Id)) return Rejection.CredentialIdMismatch;

        // Step 26, that no account has this id yet, is the unique index's, in the transaction that stores the record.
        /* 27 */ var record = new CredentialRecord
        {
            Id = id,
            UserHandle = expected.UserHandle,
            PublicKey = credential.PublicKey,
            SignCount = data.SignCount,
            BackupEligible = data.Has(AuthenticatorFlags.BackupEligible),
            BackupState = data.Has(AuthenticatorFlags.BackupState),
            UserVerificationInitialized = data.Has(AuthenticatorFlags.UserVerified),
        };
        steps.Step(27, true, id);

        /* 28 */ var extensions = ExtensionRules.Check(expected.Extensions, response.ClientExtensionResultsJson, data, options.UnsolicitedExtensionPolicy);
        if (!extensions.IsAccepted) return extensions.Rejection;
        steps.Step(28, true);

        return new VerifiedRegistration
        {
            Record = record,
            RpId = options.Id,
            Origin = client.Origin,
            Algorithm = publicKey.Algorithm,
            Aaguid = credential.Aaguid,
            Flags = data.Flags,
            Attestation = trust.Value,
            Transports = response.Transports,
            AttestationObject = response.AttestationObject,
            ClientDataJson = response.ClientDataJson,
            AuthenticatorAttachment = response.AuthenticatorAttachment,
            Extensions = extensions.Value,
        };
    }
}
