using System.Buffers.Text;
using System.Text.Json;

namespace Keystile.WebAuthn.Tests.Vectors;

/// <summary>One recorded ceremony of the shared data, and the relying party and ceremony it was recorded for. The data's README says what each member means.</summary>
internal sealed record SharedVector(JsonElement Json)
{
    private const int FlagsAt = 32;

    public string Id => Text(Json, "id")!;

    public bool IsRegistration => Text(Json, "kind") == "registration";

    /// <summary>A strict implementation may refuse it, a lax one may take it.</summary>
    public bool IsLenient => Json.TryGetProperty("lenient", out var lenient) && lenient.GetBoolean();

    public JsonElement Expected => Json.GetProperty("expect");

    public bool IsOk => Expected.GetProperty("ok").GetBoolean();

    /// <summary>Why it must not verify.</summary>
    public string? Why => Text(Expected, "why");

    /// <summary>Whether its attestation object is CBOR of indefinite length, which CTAP2 forbids: then it falls before the fault it was recorded for.</summary>
    public bool IsOfIndefiniteLength => Text(Json.GetProperty("credential").GetProperty("response"), "attestationObject") is { } text && Base64Url.DecodeFromChars(text)[0] == 0xbf;

    public static IReadOnlyList<SharedVector> All { get; } =
        [.. Directory.GetFiles(Path.Combine(TrustVectors.Folder, "vectors"), "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static SharedVector Named(string id) => All.Single(vector => vector.Id == id);

    public Verdict<VerifiedRegistration> Register(TrustAnchors? anchors = null)
    {
        var response = RegistrationResponse.Parse(Credential);
        if (!response.IsAccepted) return response.Rejection;
        var ceremony = new RegistrationCeremony
        {
            Challenge = Challenge,
            UserHandle = Owner,
            UserVerification = Verification,
            Algorithms = [.. Json.GetProperty("pubKeyCredParams").EnumerateArray().Select(number => (CoseAlgorithm)number.GetInt32())],
        };
        return Party(anchors ?? TrustAnchors.None).CompleteRegistration(ceremony, response.Value);
    }

    public Verdict<VerifiedAuthentication> SignIn()
    {
        var response = AuthenticationResponse.Parse(Credential);
        if (!response.IsAccepted) return response.Rejection;
        var ceremony = new AuthenticationCeremony
        {
            Challenge = Challenge,
            UserHandle = Owner,
            UserVerification = Verification,
            Extensions = Text(Json, "appid") is { } appId ? new() { AppId = appId } : null,
        };
        var flags = (AuthenticatorFlags)response.Value.AuthenticatorData.Span[FlagsAt];
        var record = new CredentialRecord
        {
            Id = response.Value.Id,
            UserHandle = Owner,
            PublicKey = Base64Url.DecodeFromChars(Text(Json, "publicKey")),
            SignCount = Json.GetProperty("storedSignCount").GetUInt32(),
            BackupEligible = flags.HasFlag(AuthenticatorFlags.BackupEligible),
            BackupState = false,
            UserVerificationInitialized = true,
        };
        return Party(TrustAnchors.None).CompleteAuthentication(ceremony, response.Value, record);
    }

    private byte[] Credential => JsonSerializer.SerializeToUtf8Bytes(Json.GetProperty("credential"));

    private Challenge Challenge => Challenge.TryCreateRecorded(Base64Url.DecodeFromChars(Text(Json, "challenge")))!;

    private UserVerification Verification => Text(Json, "userVerification") == "required" ? UserVerification.Required : UserVerification.Discouraged;

    /// <summary>The user handle in the response, or a stand-in where it names none.</summary>
    private UserHandle Owner =>
        Text(Json.GetProperty("credential").GetProperty("response"), "userHandle") is { Length: > 0 } handle ? UserHandle.TryParse(handle)! : UserHandle.TryCreate([1])!;

    private RelyingParty Party(TrustAnchors anchors) => new(
        new()
        {
            Id = Text(Json, "rpId")!,
            Origins = [Text(Json, "origin")!],
            AllowCrossOrigin = Json.TryGetProperty("crossOrigin", out var crossOrigin) && crossOrigin.GetBoolean(),
            TopOrigins = Text(Json, "topOrigin") is { } topOrigin ? [topOrigin] : [],
            TrustAnchors = anchors,
        },
        Json.TryGetProperty("time", out var time) ? new StoppedClock(time.GetDateTimeOffset()) : TimeProvider.System);

    private static IEnumerable<SharedVector> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.EnumerateArray().Select(vector => new SharedVector(vector.Clone()))];
    }

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
