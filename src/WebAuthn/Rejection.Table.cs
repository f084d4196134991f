namespace Keystile.WebAuthn;

public sealed partial class Rejection
{
    // One line a reason, in the order of the steps: code, §7.1 step, §7.2 step, sentence.
    /// <summary><c>malformed_credential</c>, §7.1 step 3 and §7.2 step 3.</summary>
    public static readonly Rejection MalformedCredential = new("malformed_credential", "7.1.3", "7.2.3", "The credential is not the JSON that PublicKeyCredential.toJSON() makes. Send its output unchanged.");
    /// <summary><c>wrong_credential_type</c>, §7.1 step 3 and §7.2 step 3.</summary>
    public static readonly Rejection WrongCredentialType = new("wrong_credential_type", "7.1.3", "7.2.3", "The credential's type is not \"public-key\".");
    /// <summary><c>credential_id_mismatch</c>, §7.1 step 3 and §7.2 step 3.</summary>
    public static readonly Rejection CredentialIdMismatch = new("credential_id_mismatch", "7.1.3", "7.2.3", "The credential's id, its rawId and the id inside the attested data are not the same bytes.");
    /// <summary><c>client_data_not_utf8</c>, §7.1 step 5 and §7.2 step 8.</summary>
    public static readonly Rejection ClientDataNotUtf8 = new("client_data_not_utf8", "7.1.5", "7.2.8", "clientDataJSON is not valid UTF-8.");
    /// <summary><c>client_data_not_json</c>, §7.1 step 6 and §7.2 step 9.</summary>
    public static readonly Rejection ClientDataNotJson = new("client_data_not_json", "7.1.6", "7.2.9", "clientDataJSON is not one JSON object with each member at most once and of its right type.");
    /// <summary><c>wrong_ceremony_type</c>, §7.1 step 7 and §7.2 step 10.</summary>
    public static readonly Rejection WrongCeremonyType = new("wrong_ceremony_type", "7.1.7", "7.2.10", "The client data's type is not the one of this ceremony. Answer a registration with create() and an authentication with get().");
    /// <summary><c>challenge_mismatch</c>, §7.1 step 8 and §7.2 step 11.</summary>
    public static readonly Rejection ChallengeMismatch = new("challenge_mismatch", "7.1.8", "7.2.11", "The client data answers another challenge than the one this ceremony was begun with. Begin again.");
    /// <summary><c>origin_not_allowed</c>, §7.1 step 9 and §7.2 step 12.</summary>
    public static readonly Rejection OriginNotAllowed = new("origin_not_allowed", "7.1.9", "7.2.12", "The ceremony ran on an origin that is not the one it was begun from or not in the app's list. Compare origins letter by letter.");
    /// <summary><c>cross_origin_not_allowed</c>, §7.1 step 10 and §7.2 step 13.</summary>
    public static readonly Rejection CrossOriginNotAllowed = new("cross_origin_not_allowed", "7.1.10", "7.2.13", "The ceremony ran in a cross-origin frame, which this relying party does not expect.");
    /// <summary><c>top_origin_not_allowed</c>, §7.1 step 11 and §7.2 step 14.</summary>
    public static readonly Rejection TopOriginNotAllowed = new("top_origin_not_allowed", "7.1.11", "7.2.14", "The top-level page around the frame is not one this relying party expects to be embedded in.");
    /// <summary><c>malformed_attestation_object</c>, §7.1 step 13.</summary>
    public static readonly Rejection MalformedAttestationObject = new("malformed_attestation_object", "7.1.13", null, "The attestation object is not the CBOR map of fmt, attStmt and authData that §6.5 describes.");
    /// <summary><c>malformed_authenticator_data</c>, §7.1 step 13 and §7.2 step 7.</summary>
    public static readonly Rejection MalformedAuthenticatorData = new("malformed_authenticator_data", "7.1.13", "7.2.7", "The authenticator data does not have the layout of §6.1: a part is missing, or bytes are left over.");
    /// <summary><c>attested_credential_data_missing</c>, §7.1 step 13.</summary>
    public static readonly Rejection AttestedCredentialDataMissing = new("attested_credential_data_missing", "7.1.13", null, "The authenticator data of a registration carries no new credential.");
    /// <summary><c>attested_credential_data_unexpected</c>, §7.2 step 7.</summary>
    public static readonly Rejection AttestedCredentialDataUnexpected = new("attested_credential_data_unexpected", null, "7.2.7", "The authenticator data of an assertion carries a new credential, which only a registration's may.");
    /// <summary><c>rp_id_mismatch</c>, §7.1 step 14 and §7.2 step 15.</summary>
    public static readonly Rejection RpIdMismatch = new("rp_id_mismatch", "7.1.14", "7.2.15", "The authenticator signed for another RP ID. Check that the app's RP ID is the one the page uses.");
    /// <summary><c>user_not_present</c>, §7.1 step 15 and §7.2 step 16.</summary>
    public static readonly Rejection UserNotPresent = new("user_not_present", "7.1.15", "7.2.16", "The authenticator did not see a user's gesture.");
    /// <summary><c>user_not_verified</c>, §7.1 step 16 and §7.2 step 17.</summary>
    public static readonly Rejection UserNotVerified = new("user_not_verified", "7.1.16", "7.2.17", "User verification is required and the authenticator did not do it. Set a PIN or a screen lock and try again.");
    /// <summary><c>backup_state_invalid</c>, §7.1 step 17 and §7.2 step 18.</summary>
    public static readonly Rejection BackupStateInvalid = new("backup_state_invalid", "7.1.17", "7.2.18", "The authenticator says that the passkey is backed up though it cannot be.");
    /// <summary><c>backup_eligibility_not_allowed</c>, §7.1 step 18 and §7.2 step 18.</summary>
    public static readonly Rejection BackupEligibilityNotAllowed = new("backup_eligibility_not_allowed", "7.1.18", "7.2.18", "This relying party's policy does not take a passkey of this backup eligibility.");
    /// <summary><c>backup_state_not_allowed</c>, §7.1 step 19 and §7.2 step 18.</summary>
    public static readonly Rejection BackupStateNotAllowed = new("backup_state_not_allowed", "7.1.19", "7.2.18", "This relying party's policy does not take a passkey in this backup state.");
    /// <summary><c>backup_eligibility_changed</c>, §7.2 step 19.</summary>
    public static readonly Rejection BackupEligibilityChanged = new("backup_eligibility_changed", null, "7.2.19", "The passkey's backup eligibility is not the one it was registered with.");
    /// <summary><c>malformed_public_key</c>, §7.1 step 20 and §7.2 step 21.</summary>
    public static readonly Rejection MalformedPublicKey = new("malformed_public_key", "7.1.20", "7.2.21", "The credential public key is not a canonical COSE key of a known type with the right lengths, or its point is not on the curve.");
    /// <summary><c>algorithm_not_offered</c>, §7.1 step 20.</summary>
    public static readonly Rejection AlgorithmNotOffered = new("algorithm_not_offered", "7.1.20", null, "The new passkey uses an algorithm that the creation options did not offer.");
    /// <summary><c>algorithm_unavailable</c>, §7.1 step 20 and §7.2 step 21.</summary>
    public static readonly Rejection AlgorithmUnavailable = new("algorithm_unavailable", "7.1.20", "7.2.21", "This machine cannot check signatures of the passkey's algorithm. Install the library that provides it; the passkey itself is not at fault.");
    /// <summary><c>unknown_attestation_format</c>, §7.1 step 21.</summary>
    public static readonly Rejection UnknownAttestationFormat = new("unknown_attestation_format", "7.1.21", null, "The attestation statement format is not one of the registered formats.");
    /// <summary><c>malformed_attestation_statement</c>, §7.1 step 22.</summary>
    public static readonly Rejection MalformedAttestationStatement = new("malformed_attestation_statement", "7.1.22", null, "The attestation statement does not have the members of its format, with the right types and nothing else.");
    /// <summary><c>attestation_algorithm_mismatch</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationAlgorithmMismatch = new("attestation_algorithm_mismatch", "7.1.22", null, "The attestation statement's algorithm is not the one of the key that signed it.");
    /// <summary><c>attestation_signature_invalid</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationSignatureInvalid = new("attestation_signature_invalid", "7.1.22", null, "The attestation signature does not verify.");
    /// <summary><c>attestation_certificate_invalid</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationCertificateInvalid = new("attestation_certificate_invalid", "7.1.22", null, "The attestation certificate does not meet the requirements of its format.");
    /// <summary><c>attestation_content_mismatch</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationContentMismatch = new("attestation_content_mismatch", "7.1.22", null, "What the attestation statement vouches for is not this ceremony or not this key.");
    /// <summary><c>attestation_aaguid_mismatch</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationAaguidMismatch = new("attestation_aaguid_mismatch", "7.1.22", null, "The attestation names another model of authenticator than the authenticator data does.");
    /// <summary><c>attestation_key_mismatch</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationKeyMismatch = new("attestation_key_mismatch", "7.1.22", null, "The key that the attestation vouches for is not the new credential's.");
    /// <summary><c>attestation_key_unfit</c>, §7.1 step 22.</summary>
    public static readonly Rejection AttestationKeyUnfit = new("attestation_key_unfit", "7.1.22", null, "The attestation says of the key or of its device what its format forbids: where the key came from, what it is for, who may use it.");
    /// <summary><c>attestation_revoked</c>, §7.1 step 24.</summary>
    public static readonly Rejection AttestationRevoked = new("attestation_revoked", "7.1.24", null, "A certificate of the attestation was revoked by its maker.");
    /// <summary><c>attestation_untrusted</c>, §7.1 step 24.</summary>
    public static readonly Rejection AttestationUntrusted = new("attestation_untrusted", "7.1.24", null, "The attestation does not lead to a trust anchor that this relying party's policy accepts.");
    /// <summary><c>attestation_not_accepted</c>, §7.1 step 24.</summary>
    public static readonly Rejection AttestationNotAccepted = new("attestation_not_accepted", "7.1.24", null, "This relying party's policy does not take a passkey with this kind of attestation.");
    /// <summary><c>authenticator_not_allowed</c>, §7.1 step 24.</summary>
    public static readonly Rejection AuthenticatorNotAllowed = new("authenticator_not_allowed", "7.1.24", null, "This relying party's policy does not take this model of authenticator.");
    /// <summary><c>credential_id_too_long</c>, §7.1 step 25.</summary>
    public static readonly Rejection CredentialIdTooLong = new("credential_id_too_long", "7.1.25", null, "The credential id is empty or longer than 1023 bytes.");
    /// <summary><c>credential_already_registered</c>, §7.1 step 26.</summary>
    public static readonly Rejection CredentialAlreadyRegistered = new("credential_already_registered", "7.1.26", null, "This credential id is registered already. Sign in with the passkey, or create another.");
    /// <summary><c>extension_output_invalid</c>, §7.1 step 28 and §7.2 step 23.</summary>
    public static readonly Rejection ExtensionOutputInvalid = new("extension_output_invalid", "7.1.28", "7.2.23", "An extension's output is malformed or contradicts what was asked for.");
    /// <summary><c>payment_mismatch</c>, §7.2 step 23.</summary>
    public static readonly Rejection PaymentMismatch = new("payment_mismatch", null, "7.2.23", "The payment that was confirmed is not the one that was asked for.");
    /// <summary><c>credential_not_allowed</c>, §7.2 step 5.</summary>
    public static readonly Rejection CredentialNotAllowed = new("credential_not_allowed", null, "7.2.5", "The passkey is not one of those this sign-in allows.");
    /// <summary><c>unknown_credential</c>, §7.2 step 6.</summary>
    public static readonly Rejection UnknownCredential = new("unknown_credential", null, "7.2.6", "No account here has this passkey. Remove it from the password manager, or create a new one.");
    /// <summary><c>user_handle_missing</c>, §7.2 step 6.</summary>
    public static readonly Rejection UserHandleMissing = new("user_handle_missing", null, "7.2.6", "A sign-in without a username needs the user handle in the response. Send the credential unchanged.");
    /// <summary><c>user_handle_mismatch</c>, §7.2 step 6.</summary>
    public static readonly Rejection UserHandleMismatch = new("user_handle_mismatch", null, "7.2.6", "The passkey belongs to another account than the one that is signing in.");
    /// <summary><c>signature_invalid</c>, §7.2 step 21.</summary>
    public static readonly Rejection SignatureInvalid = new("signature_invalid", null, "7.2.21", "The signature does not verify with the passkey's public key.");
    /// <summary><c>sign_count_not_increased</c>, §7.2 step 22.</summary>
    public static readonly Rejection SignCountNotIncreased = new("sign_count_not_increased", null, "7.2.22", "The passkey's signature counter did not grow, which a cloned authenticator would show.");

    // Reasons to refuse an issue of the FIDO Metadata Service; no ceremony step has them.
    /// <summary><c>metadata_malformed</c>.</summary>
    public static readonly Rejection MetadataMalformed = new("metadata_malformed", null, null, "The metadata is not a compact JWS with an algorithm, certificates and a payload as FIDO MDS 3 has them, or it is too large.");
    /// <summary><c>metadata_signature_invalid</c>.</summary>
    public static readonly Rejection MetadataSignatureInvalid = new("metadata_signature_invalid", null, null, "The metadata's signature does not verify with its signer's key.");
    /// <summary><c>metadata_signer_untrusted</c>.</summary>
    public static readonly Rejection MetadataSignerUntrusted = new("metadata_signer_untrusted", null, null, "The certificate that signed the metadata does not lead to a configured root, or is not valid at this time. If the service has changed its root, configure the new one beside the old.");
    /// <summary><c>metadata_signer_wrong</c>.</summary>
    public static readonly Rejection MetadataSignerWrong = new("metadata_signer_wrong", null, null, "The certificate that signed the metadata belongs to another host than the metadata service.");
    /// <summary><c>metadata_signer_revoked</c>.</summary>
    public static readonly Rejection MetadataSignerRevoked = new("metadata_signer_revoked", null, null, "The certificate that signed the metadata, or one above it, is revoked.");
    /// <summary><c>metadata_revocation_unknown</c>.</summary>
    public static readonly Rejection MetadataRevocationUnknown = new("metadata_revocation_unknown", null, null, "A revocation list for the metadata's signer is missing, malformed, out of date or not signed by its issuer. Fetch the lists again.");
    /// <summary><c>metadata_rolled_back</c>.</summary>
    public static readonly Rejection MetadataRolledBack = new("metadata_rolled_back", null, null, "The metadata is older than the issue in force.");
    /// <summary><c>metadata_content_changed</c>.</summary>
    public static readonly Rejection MetadataContentChanged = new("metadata_content_changed", null, null, "The metadata has the number of the issue in force and another content.");
}
