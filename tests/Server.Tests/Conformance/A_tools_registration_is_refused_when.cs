using System.Text.Json.Nodes;
using Keystile.Authenticator;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.Server.Tests;

public sealed class A_tools_registration_is_refused_when(ConformanceServer shared) : IClassFixture<ConformanceServer>
{
    private static readonly Dictionary<string, (string Code, Action<RegistrationScenario> Spoil)> Table = new()
    {
        ["the host is another"] = ("origin_not_allowed", s => s.Origin = "https://example.com"),
        ["the scheme is another"] = ("origin_not_allowed", s => s.Origin = "https://localhost:5170"),
        ["the port is another"] = ("origin_not_allowed", s => s.Origin = "http://localhost:5171"),
        ["the origin has a slash more"] = ("origin_not_allowed", s => s.Origin += "/"),
        ["the origin goes on"] = ("origin_not_allowed", s => s.Origin += ".example.com"),
        ["the challenge is another"] = ("challenge_mismatch", s => s.Challenge = new byte[32]),
        ["the challenge is empty"] = ("challenge_mismatch", s => s.Challenge = []),
        ["the challenge is cut"] = ("challenge_mismatch", s => s.Challenge = s.Challenge[..^1]),
        ["the type is that of get"] = ("wrong_ceremony_type", s => s.Type = "webauthn.get"),
        ["the type is in another case"] = ("wrong_ceremony_type", s => s.Type = "Webauthn.create"),
        ["it ran in a foreign frame"] = ("cross_origin_not_allowed", s => s.CrossOrigin = true),
        ["it names a page around it"] = ("top_origin_not_allowed", s => s.TopOrigin = "https://example.com"),
        ["the client data is not UTF-8"] = ("client_data_not_utf8", s => s.ClientDataBytes = bytes => [.. bytes[..^1], 0xC0, 0x80, .. bytes[^1..]]),
        ["the client data goes on"] = ("client_data_not_json", s => s.ClientDataText = text => text + "x"),
        ["the client data is a list"] = ("client_data_not_json", s => s.ClientDataText = text => $"[{text}]"),
        ["a member stands twice"] = ("client_data_not_json", s => s.ClientDataText = text => text.Insert(1, "\"type\":\"webauthn.create\",")),
        ["the challenge is a number"] = ("client_data_not_json", s => s.ClientDataMembers = members => members["challenge"] = 1),
        ["the origin is missing"] = ("client_data_not_json", s => s.ClientDataMembers = members => members.Remove("origin")),
        ["the RP ID is another"] = ("rp_id_mismatch", s => s.RpIdHash = new byte[32]),
        ["nobody was present"] = ("user_not_present", s => s.Flags &= unchecked((byte)~UP)),
        ["it is backed up and cannot be"] = ("backup_state_invalid", s => s.Flags |= BS),
        ["there is no credential in it"] = ("attested_credential_data_missing", s => s.Flags &= unchecked((byte)~AT)),
        ["bytes are left over"] = ("malformed_authenticator_data", s => s.AuthenticatorDataBytes = bytes => [.. bytes, 0]),
        ["the header is cut"] = ("malformed_authenticator_data", s => s.AuthenticatorDataBytes = bytes => bytes[..36]),
        ["extensions are announced and missing"] = ("malformed_authenticator_data", s => s.Flags |= ED),
        ["the attestation object goes on"] = ("malformed_attestation_object", s => s.AttestationObjectBytes = bytes => [.. bytes, 0]),
        ["the attestation object is cut"] = ("malformed_attestation_object", s => s.AttestationObjectBytes = bytes => bytes[..^1]),
        ["the attestation object has no length"] = ("malformed_attestation_object", s => s.AttestationObjectBytes = bytes => [0xBF, .. bytes[1..], 0xFF]),
        ["the attestation object is nothing"] = ("malformed_attestation_object", s => s.AttestationObjectBytes = _ => [0xA0]),
        ["the statement of none says something"] = ("malformed_attestation_statement", s => s.StatementMembers = statement => statement.Add("alg", -7)),
        ["the id is another"] = ("credential_id_mismatch", s => s.Envelope = credential => credential["id"] = "AAAA"),
        ["the id has padding"] = ("malformed_credential", s => s.Envelope = credential => credential["id"] += "="),
        ["the id is missing"] = ("malformed_credential", s => s.Envelope = credential => credential.Remove("id")),
        ["the type of the credential is another"] = ("wrong_credential_type", s => s.Envelope = credential => credential["type"] = "public_key"),
        ["there is no response"] = ("malformed_credential", s => s.Envelope = credential => credential["response"] = null),
        ["there is no attestation object"] = ("malformed_credential", s => s.ResponseMembers = response => response.Remove("attestationObject")),
        ["there is no client data"] = ("malformed_credential", s => s.ResponseMembers = response => response.Remove("clientDataJSON")),
        ["the transports are no list"] = ("malformed_credential", s => s.ResponseMembers = response => response["transports"] = "usb"),
        ["the extension results are no object"] = ("malformed_credential", s => s.Envelope = credential => credential["clientExtensionResults"] = new JsonArray()),
        ["the key is cut"] = ("malformed_authenticator_data", s => s.PublicKeyBytes = bytes => bytes[..^1]),
        ["the point is not on the curve"] = ("malformed_public_key", s => s.PublicKeyBytes = bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]),
        ["the curve is another"] = ("malformed_public_key", s => s.PublicKeyBytes = bytes => [.. bytes[..6], 2, .. bytes[7..]]),
        ["self attestation is not signed"] = ("attestation_signature_invalid", s => (s.Statement, s.AuthenticatorDataSent) = (new PackedSelfStatement(), bytes => [.. bytes[..36], 9, .. bytes[37..]])),
        ["the certificate is for another model"] = ("attestation_aaguid_mismatch", s => s.Statement = new PackedStatement { CertifiedAaguid = new byte[16] }),
        ["a packed statement has a member more"] = ("malformed_attestation_statement", s => (s.Statement, s.StatementMembers) = (new PackedStatement(), statement => statement.Add("ver", "2.0"))),
        ["the U2F statement is over other data"] = ("attestation_signature_invalid", s => U2f(s).ClientDataSent = bytes => [.. bytes, (byte)' ']),
        ["the TPM vouches for another ceremony"] = ("attestation_content_mismatch", s => (s.Statement, s.ClientDataSent) = (new TpmStatement(), bytes => [.. bytes, (byte)' '])),
        ["the Android key vouches for another ceremony"] = ("attestation_signature_invalid", s => (s.Statement, s.ClientDataSent) = (new AndroidKeyStatement(), bytes => [.. bytes, (byte)' '])),
        ["Apple vouches for another ceremony"] = ("attestation_content_mismatch", s => (s.Statement, s.ClientDataSent) = (new AppleStatement(), bytes => [.. bytes, (byte)' '])),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task it_is_spoiled(string how)
    {
        var (code, spoil) = Table[how];
        (await new ConformanceTool(shared.Server).RegisterAsync(spoil)).Answer.ShouldFailFor(code);
    }

    [Fact]
    public async Task the_user_was_not_verified_and_must_be()
    {
        var tool = new ConformanceTool(shared.Server);
        (await tool.RegisterAsync(scenario => scenario.Flags &= unchecked((byte)~UV), "required")).Answer.ShouldFailFor("user_not_verified");
        (await tool.RegisterAsync(scenario => scenario.Flags &= unchecked((byte)~UV), "preferred")).Answer.ShouldBeOk();
    }

    private static RegistrationScenario U2f(RegistrationScenario scenario)
    {
        var statement = new FidoU2fStatement();
        scenario.Statement = statement;
        statement.Apply(scenario);
        return scenario;
    }
}
