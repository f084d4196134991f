using Keystile.Authenticator;
using static Keystile.Authenticator.CeremonyScenario;

namespace Keystile.Server.Tests;

public sealed class A_tools_sign_in_is_refused_when(ConformanceServer shared) : IClassFixture<ConformanceServer>
{
    private static readonly Dictionary<string, (string Code, Action<AssertionScenario> Spoil)> Table = new()
    {
        ["the host is another"] = ("origin_not_allowed", s => s.Origin = "https://example.com"),
        ["the scheme is another"] = ("origin_not_allowed", s => s.Origin = "https://localhost:5170"),
        ["the challenge is another"] = ("challenge_mismatch", s => s.Challenge = new byte[32]),
        ["the challenge is empty"] = ("challenge_mismatch", s => s.Challenge = []),
        ["the type is that of create"] = ("wrong_ceremony_type", s => s.Type = "webauthn.create"),
        ["the type is that of a payment"] = ("wrong_ceremony_type", s => s.Type = "payment.get"),
        ["it ran in a foreign frame"] = ("cross_origin_not_allowed", s => s.CrossOrigin = true),
        ["it names a page around it"] = ("top_origin_not_allowed", s => s.TopOrigin = "https://example.com"),
        ["the client data is not UTF-8"] = ("client_data_not_utf8", s => s.ClientDataBytes = bytes => [.. bytes, 0xFF]),
        ["the client data goes on"] = ("client_data_not_json", s => s.ClientDataText = text => text + "{}"),
        ["the RP ID is another"] = ("rp_id_mismatch", s => s.RpIdHash = new byte[32]),
        ["nobody was present"] = ("user_not_present", s => s.Flags &= unchecked((byte)~UP)),
        ["it is backed up and cannot be"] = ("backup_state_invalid", s => s.Flags |= BS),
        ["its backup eligibility changed"] = ("backup_eligibility_changed", s => s.Flags |= BE),
        ["bytes are left over"] = ("malformed_authenticator_data", s => s.AuthenticatorDataBytes = bytes => [.. bytes, 0]),
        ["the header is cut"] = ("malformed_authenticator_data", s => s.AuthenticatorDataBytes = bytes => bytes[..36]),
        ["extensions are announced and missing"] = ("malformed_authenticator_data", s => s.Flags |= ED),
        ["a bit of the signature is another"] = ("signature_invalid", s => s.SignatureSent = bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]),
        ["the signature goes on"] = ("signature_invalid", s => s.SignatureSent = bytes => [.. bytes, 0]),
        ["the signature is empty"] = ("malformed_credential", s => s.SignatureSent = _ => []),
        ["another key signed"] = ("signature_invalid", s => s.Signer = CredentialKey.Create(Cose.ES256).Sign),
        ["the client data was changed after it was signed"] = ("signature_invalid", s => s.ClientDataSent = bytes => [.. bytes, (byte)' ']),
        ["the counter was changed after it was signed"] = ("signature_invalid", s => s.AuthenticatorDataSent = bytes => [.. bytes[..36], 77]),
        ["the counter did not grow"] = ("sign_count_not_increased", s => s.SignCount = 5),
        ["the counter fell to nothing"] = ("sign_count_not_increased", s => s.SignCount = 0),
        ["the credential is not in the list"] = ("credential_not_allowed", s => s.CredentialId = new byte[32]),
        ["the user handle is another's"] = ("user_handle_mismatch", s => s.UserHandle = new byte[32]),
        ["the user handle is too long"] = ("malformed_credential", s => s.UserHandle = new byte[65]),
        ["the type of the credential is another"] = ("wrong_credential_type", s => s.Envelope = credential => credential["type"] = "password"),
        ["there is no signature"] = ("malformed_credential", s => s.ResponseMembers = response => response.Remove("signature")),
        ["there is no authenticator data"] = ("malformed_credential", s => s.ResponseMembers = response => response.Remove("authenticatorData")),
    };

    public static TheoryData<string> Cases => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task it_is_spoiled(string how)
    {
        var (code, spoil) = Table[how];
        var tool = new ConformanceTool(shared.Server);
        var (credential, registered) = await tool.RegisterAsync(scenario => scenario.SignCount = 5);
        registered.ShouldBeOk();

        (await tool.SignInAsync(credential, spoil)).ShouldFailFor(code);
        (await tool.SignInAsync(credential)).ShouldBeOk();
    }

    [Fact]
    public async Task the_user_was_not_verified_and_must_be()
    {
        var tool = new ConformanceTool(shared.Server);
        var (credential, _) = await tool.RegisterAsync();
        (await tool.SignInAsync(credential, scenario => scenario.Flags &= unchecked((byte)~UV), "required")).ShouldFailFor("user_not_verified");
    }

    [Fact]
    public async Task the_passkey_is_anothers()
    {
        var (credential, _) = await new ConformanceTool(shared.Server).RegisterAsync();
        var other = new ConformanceTool(shared.Server);
        await other.RegisterAsync();
        (await other.SignInAsync(credential)).ShouldFailFor("credential_not_allowed");
    }
}
