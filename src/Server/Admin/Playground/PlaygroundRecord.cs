using System.Buffers.Text;
using System.Text;
using Keystile.Server.Accounts;
using Keystile.Server.Ceremonies;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.Server.Admin.Playground;

/// <summary>What a relying party would keep of a passkey made in the playground. The page keeps it instead and sends it along to sign in: nothing is granted by it, so it is taken at its word.</summary>
internal sealed record PlaygroundRecord(
    string CredentialId, string UserHandle, string PublicKey, uint SignCount, bool BackupEligible, bool BackupState,
    string Algorithm, string Aaguid, ProviderBody? Provider, IReadOnlyList<string> Transports, string AttestationFormat, string AttestationType, string AttestationTrust)
{
    public static PlaygroundRecord Of(VerifiedRegistration verified) => new(
        verified.Record.Id.ToString(), verified.Record.UserHandle.ToString(), Base64Url.EncodeToString(verified.Record.PublicKey.Span), verified.Record.SignCount,
        verified.Record.BackupEligible, verified.Record.BackupState, verified.Algorithm.ToString(), verified.Aaguid.ToString(), Providers.Of(verified.Aaguid), verified.Transports,
        verified.Attestation.Format, verified.Attestation.Type.ToString(), verified.Attestation.Trust.ToString());

    /// <summary>The member <c>record</c>, or null where it is absent.</summary>
    public static (CredentialRecord? Record, Problem? Wrong) Read(JsonMembers body)
    {
        if (body.Raw("record").IsEmpty) return (null, null);
        if (body.Object("record", out var json) is { } notAnObject) return (null, notAnObject);
        var read = JsonMembers.Parse(json.ToArray(), "credentialId", "userHandle", "publicKey", "signCount", "backupEligible", "backupState");
        if (!read.IsGood) return (null, read.Problem);
        var members = read.Value;
        if (members.FlagOrNull("backupEligible", out var eligible) is { } wrongFlag) return (null, wrongFlag);
        if (members.FlagOrNull("backupState", out var state) is { } wrongState) return (null, wrongState);
        var (id, handle, key) = (Bytes(members, "credentialId"), Bytes(members, "userHandle"), Bytes(members, "publicKey"));
        if (WebAuthn.CredentialId.TryCreate(id) is not { } credential || WebAuthn.UserHandle.TryCreate(handle) is not { } user || key.Length == 0
            || !uint.TryParse(Encoding.UTF8.GetString(members.Raw("signCount").Span), out var count))
        {
            return (null, JsonMembers.WrongType("record", "the one that a registration in the playground answered with"));
        }
        return (new()
        {
            Id = credential,
            UserHandle = user,
            PublicKey = key,
            SignCount = count,
            BackupEligible = eligible == true,
            BackupState = state == true,
            UserVerificationInitialized = false,
        }, null);
    }

    private static byte[] Bytes(JsonMembers members, string name) =>
        members.Text(name, out var text) is null && text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}
