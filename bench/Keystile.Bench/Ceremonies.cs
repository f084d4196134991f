using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.WebAuthn;

namespace Keystile.Bench;

/// <summary>The fixed ceremonies of <c>ceremonies.json</c>: the same bytes in every run, on every machine, for every peer.</summary>
internal static class Ceremonies
{
    private static readonly JsonNode File = Load();

    public static RelyingParty RelyingParty { get; } = new(new RelyingPartyOptions
    {
        Id = (string)File["rpId"]!,
        Origins = [(string)File["origin"]!],
        Algorithms = [CoseAlgorithm.ES256, CoseAlgorithm.RS256, CoseAlgorithm.EdDSA],
        UserVerification = UserVerification.Required,
    });

    /// <summary>What the browser posted.</summary>
    public static byte[] Json(string name) => Encoding.UTF8.GetBytes(File["cases"]![name]!["credential"]!.ToJsonString());

    /// <summary>The same with one space more in the client data, so that no signature over it holds; of a registration without a signature, with another type.</summary>
    public static byte[] SpoiledJson(string name)
    {
        var credential = File["cases"]![name]!["credential"]!.DeepClone();
        var clientData = Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)credential["response"]!["clientDataJSON"]!));
        clientData = name == "reg-es256-none" ? clientData.Replace("webauthn.create", "webauthn.creaTe", StringComparison.Ordinal) : clientData + " ";
        credential["response"]!["clientDataJSON"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(clientData));
        return Encoding.UTF8.GetBytes(credential.ToJsonString());
    }

    /// <summary>The root, in PEM, that a registration's certificates lead to; null where it has none.</summary>
    public static string? Root(string name) => (string?)File["cases"]![name]!["attestationRootPem"];

    public static byte[] Bytes(string name, string member) => Base64Url.DecodeFromChars((string)File["cases"]![name]![member]!);

    public static RegistrationCeremony Registration(string name) => new()
    {
        Challenge = Challenge.TryCreate(Bytes(name, "challenge"))!,
        UserHandle = UserHandle,
        Origin = (string)File["origin"]!,
        UserVerification = UserVerification.Required,
        Algorithms = RelyingParty.Options.Algorithms,
    };

    public static AuthenticationCeremony Authentication(string name) => new()
    {
        Challenge = Challenge.TryCreate(Bytes(name, "challenge"))!,
        UserHandle = UserHandle,
        Origin = (string)File["origin"]!,
        UserVerification = UserVerification.Required,
    };

    /// <summary>The record of the passkey that signed.</summary>
    public static CredentialRecord Record(string name)
    {
        var response = AuthenticationResponse.Parse(Json(name)).Value!;
        return new()
        {
            Id = response.Id,
            UserHandle = UserHandle,
            PublicKey = Bytes(name, "credentialPublicKeyCose"),
            SignCount = (uint)File["cases"]![name]!["storedSignCount"]!,
            BackupEligible = (response.AuthenticatorData.Span[32] & (byte)AuthenticatorFlags.BackupEligible) != 0,
            BackupState = false,
            UserVerificationInitialized = true,
        };
    }

    private static UserHandle UserHandle { get; } = WebAuthn.UserHandle.TryCreate(Base64Url.DecodeFromChars((string)File["userId"]!))!;

    private static JsonNode Load()
    {
        using var stream = typeof(Ceremonies).Assembly.GetManifestResourceStream("Keystile.Bench.ceremonies.json")!;
        return JsonNode.Parse(stream)!;
    }
}
