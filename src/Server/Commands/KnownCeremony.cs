using System.Text;
using System.Text.Json;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands;

/// <summary>The story of how a response was judged, and against what.</summary>
internal sealed record Story(string Assumptions, IReadOnlyList<StepReport> Steps, Rejection? Rejection);

/// <summary>What the person knows of the ceremony a response belongs to. What they do not say is taken from the response, and said so.</summary>
internal sealed record KnownCeremony(string? RpId, string? Origin, string? Challenge, string? PublicKey)
{
    /// <summary>Runs the response through the verifier, or null where the input is no response.</summary>
    public Story? Explain(byte[] input)
    {
        input = Unwrap(input);
        var registration = RegistrationResponse.Parse(input);
        if (registration.IsAccepted) return Explain(registration.Value);
        var authentication = AuthenticationResponse.Parse(input);
        return authentication.IsAccepted ? Explain(authentication.Value) : null;
    }

    private Story Explain(RegistrationResponse response)
    {
        var (rpId, origin, challenge) = Complete(response.ClientDataJson);
        var report = Party(rpId, origin).ExplainRegistration(
            new() { Challenge = challenge, UserHandle = UserHandle.NewRandom(), UserVerification = UserVerification.Preferred, Algorithms = CoseAlgorithms.Supported },
            response);
        return new(Assumptions(rpId, origin), report.Steps, report.Verdict.Rejection);
    }

    private Story Explain(AuthenticationResponse response)
    {
        var (rpId, origin, challenge) = Complete(response.ClientDataJson);
        var owner = response.UserHandle ?? UserHandle.NewRandom();
        var record = PublicKey is null ? null : new CredentialRecord
        {
            Id = response.Id,
            UserHandle = owner,
            PublicKey = Base64UrlText.Decode(PublicKey),
            SignCount = 0,
            BackupEligible = false,
            BackupState = false,
            UserVerificationInitialized = false,
        };
        var report = Party(rpId, origin).ExplainAuthentication(
            new() { Challenge = challenge, UserHandle = owner, UserVerification = UserVerification.Preferred }, response, record);
        return new(Assumptions(rpId, origin) + (record is null ? "; without --public-key there is no credential on record" : ""), report.Steps, report.Verdict.Rejection);
    }

    private static RelyingParty Party(string rpId, string origin) => new(new()
    {
        Id = rpId,
        Origins = [origin],
        Algorithms = CoseAlgorithms.Supported,
        BackupEligibilityPolicy = BackupEligibilityPolicy.Adopt,
        SignCountPolicy = SignCountPolicy.Flag,
    });

    private (string RpId, string Origin, Challenge Challenge) Complete(ReadOnlyMemory<byte> clientDataJson)
    {
        var (seenOrigin, seenChallenge) = Read(clientDataJson);
        var origin = Origin ?? seenOrigin ?? throw new ArgumentException("The client data names no origin; give --origin.");
        var rpId = RpId ?? (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : throw new ArgumentException("The origin has no host; give --rp-id."));
        var challenge = WebAuthn.Challenge.TryCreateRecorded(Base64UrlText.Decode(Challenge ?? seenChallenge ?? throw new ArgumentException("The client data names no challenge; give --challenge.")));
        return (rpId, origin, challenge ?? throw new ArgumentException("The challenge is empty."));
    }

    /// <summary>The response where it stands in the member <c>credential</c>, as in a call to a server or in a recorded ceremony; else the input itself.</summary>
    private static byte[] Unwrap(byte[] input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("credential"u8, out var inner) ? Encoding.UTF8.GetBytes(inner.GetRawText()) : input;
        }
        catch (JsonException)
        {
            return input;
        }
    }

    private static (string? Origin, string? Challenge) Read(ReadOnlyMemory<byte> clientDataJson)
    {
        try
        {
            using var document = JsonDocument.Parse(clientDataJson.Span.StartsWith("\uFEFF"u8) ? clientDataJson["\uFEFF"u8.Length..] : clientDataJson);
            return (Text(document.RootElement, "origin"), Text(document.RootElement, "challenge"));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string Assumptions(string rpId, string origin) =>
        $"RP ID {rpId}{(RpId is null ? " (from the origin)" : "")}, origin {origin}{(Origin is null ? " (from the client data)" : "")}, challenge {(Challenge is null ? "from the client data" : "as given")}";
}
