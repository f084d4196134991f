using System.Text;
using System.Text.Json;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Vectors;

/// <summary>Makes the relying party that a recorded ceremony belongs to and runs the ceremony through it.</summary>
internal sealed class VectorRunner
{
    private readonly TrustAnchors _anchors;
    private readonly MetadataStore? _metadata;

    private VectorRunner(TrustAnchors anchors, MetadataStore? metadata) => (_anchors, _metadata) = (anchors, metadata);

    /// <summary>Whether attestation is judged against anchors.</summary>
    public bool HasAnchors => _anchors.Count > 0;

    /// <exception cref="ArgumentException">One of the files holds something else.</exception>
    public static VectorRunner Create(FileInfo? anchors, FileInfo? metadata) => new(TrustFiles.ReadAnchors(anchors), TrustFiles.ReadMetadata(metadata));

    public VectorLine Run(Vector vector)
    {
        var credential = Encoding.UTF8.GetBytes(vector.Credential?.GetRawText() ?? "null");
        return vector.Kind switch
        {
            "registration" => Register(vector, credential),
            "authentication" => Authenticate(vector, credential),
            _ => throw new ArgumentException("The kind is neither \"registration\" nor \"authentication\"."),
        };
    }

    private VectorLine Register(Vector vector, byte[] credential)
    {
        var party = Party(vector);
        var ceremony = new RegistrationCeremony
        {
            Challenge = Challenge(vector),
            UserHandle = UserHandle.NewRandom(),
            UserVerification = UserVerification(vector),
            Algorithms = party.Options.Algorithms,
        };
        var response = RegistrationResponse.Parse(credential);
        var verdict = response.IsAccepted ? party.CompleteRegistration(ceremony, response.Value) : response.Rejection;
        if (!verdict.IsAccepted) return Refused(vector, verdict.Rejection, verdict.Rejection.RegistrationStep);
        var made = verdict.Value;
        return new()
        {
            Id = vector.Id,
            Ok = true,
            Fmt = made.Attestation.Format,
            Alg = (int)made.Algorithm,
            Aaguid = made.Aaguid.ToString(),
            SignCount = made.Record.SignCount,
            Flags = (byte)made.Flags,
            AttestationType = made.Attestation.Type.ToString(),
            Trust = made.Attestation.Trust.ToString(),
            Anchor = made.Attestation.Anchor,
        };
    }

    private VectorLine Authenticate(Vector vector, byte[] credential)
    {
        var response = AuthenticationResponse.Parse(credential);
        if (!response.IsAccepted) return Refused(vector, response.Rejection, response.Rejection.AuthenticationStep);
        var party = Party(vector);
        // The files name no owner: whoever the authenticator says it is, or anybody, was identified beforehand.
        var owner = response.Value.UserHandle ?? UserHandle.NewRandom();
        var ceremony = new AuthenticationCeremony
        {
            Challenge = Challenge(vector),
            UserHandle = owner,
            UserVerification = UserVerification(vector),
            Extensions = vector.Appid is { } appId ? new() { AppId = appId } : null,
        };
        var record = new CredentialRecord
        {
            Id = response.Value.Id,
            UserHandle = owner,
            PublicKey = Base64UrlText.Decode(vector.PublicKey!),
            SignCount = vector.StoredSignCount ?? 0,
            BackupEligible = false,
            BackupState = false,
            UserVerificationInitialized = false,
        };
        var verdict = party.CompleteAuthentication(ceremony, response.Value, record);
        return verdict.IsAccepted
            ? new() { Id = vector.Id, Ok = true, Alg = (int)verdict.Value.Algorithm, SignCount = verdict.Value.SignCount, Flags = (byte)verdict.Value.Flags }
            : Refused(vector, verdict.Rejection, verdict.Rejection.AuthenticationStep);
    }

    private RelyingParty Party(Vector vector) => new(
        new()
        {
            Id = vector.RpId,
            IsRecording = true,
            Origins = [vector.Origin],
            AllowCrossOrigin = vector.CrossOrigin == true,
            TopOrigins = vector.TopOrigin is { } top ? [top] : [],
            Algorithms = vector.PubKeyCredParams is { Length: > 0 } offered ? [.. offered.Select(Algorithm)] : CoseAlgorithms.Supported,
            TrustAnchors = _anchors,
            Metadata = _metadata,
            SignCountPolicy = SignCountPolicy.Reject,
            BackupEligibilityPolicy = BackupEligibilityPolicy.Adopt, // the files keep no record of it
        },
        vector.Time is { } time ? new InstantTime(time) : TimeProvider.System);

    /// <summary>An offered algorithm: its number, or an object with the number in <c>alg</c>, as the creation options have it.</summary>
    private static CoseAlgorithm Algorithm(JsonElement offered)
    {
        if (offered.ValueKind == JsonValueKind.Object && offered.TryGetProperty("alg"u8, out var inner)) offered = inner;
        return offered.ValueKind == JsonValueKind.Number && offered.TryGetInt32(out var number) ? (CoseAlgorithm)number : throw new ArgumentException("An algorithm in \"pubKeyCredParams\" is no number.");
    }

    private static Challenge Challenge(Vector vector) =>
        WebAuthn.Challenge.TryCreateRecorded(Base64UrlText.Decode(vector.Challenge)) ?? throw new ArgumentException("The challenge is empty.");

    private static UserVerification UserVerification(Vector vector) => vector.UserVerification switch
    {
        "required" => WebAuthn.UserVerification.Required,
        "discouraged" => WebAuthn.UserVerification.Discouraged,
        _ => WebAuthn.UserVerification.Preferred,
    };

    private static VectorLine Refused(Vector vector, Rejection rejection, string? step) => new() { Id = vector.Id, Ok = false, Code = rejection.Code, Step = step };
}
