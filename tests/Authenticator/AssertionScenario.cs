using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Authenticator;

/// <summary>An assertion by <paramref name="credential"/> that verifies, until a test spoils one ingredient.</summary>
public class AssertionScenario(SoftCredential credential) : CeremonyScenario
{
    /// <summary>The credential that answers.</summary>
    public SoftCredential Credential { get; } = credential;

    /// <inheritdoc/>
    public override string Type { get; set; } = "webauthn.get";

    /// <inheritdoc/>
    public override byte Flags { get; set; } = (byte)(UP | UV | credential.Backup);

    /// <summary>The id that is claimed.</summary>
    public byte[] CredentialId { get; set; } = credential.Id;

    /// <summary>What the authenticator returns; null for none.</summary>
    public byte[]? UserHandle { get; set; } = credential.UserHandle;

    /// <summary>Who signs: the credential's own key, unless a test says otherwise.</summary>
    public Func<byte[], byte[]> Signer { get; set; } = credential.Key.Sign;

    /// <summary>Edits the signature.</summary>
    public Func<byte[], byte[]>? SignatureSent { get; set; }

    /// <summary>Attested credential data, which an assertion should not carry; sets no flag.</summary>
    public byte[] AttestedCredentialData { get; set; } = [];

    /// <summary>Makes the ceremony: structure, bytes, hash, signature, JSON, in this order.</summary>
    public MadeAssertion Make()
    {
        var clientData = MakeClientData();
        var data = MakeAuthenticatorData(AttestedCredentialData);
        var signature = Signer([.. data, .. SHA256.HashData(clientData)]);
        signature = SignatureSent?.Invoke(signature) ?? signature;
        clientData = ClientDataSent?.Invoke(clientData) ?? clientData;
        data = AuthenticatorDataSent?.Invoke(data) ?? data;
        var response = new JsonObject
        {
            ["clientDataJSON"] = Base64Text.Url(clientData),
            ["authenticatorData"] = Base64Text.Url(data),
            ["signature"] = Base64Text.Url(signature),
        };
        if (UserHandle is not null) response["userHandle"] = Base64Text.Url(UserHandle);
        return new(clientData, data, signature, MakeEnvelope(CredentialId, response));
    }
}

/// <summary>An assertion as it left the client.</summary>
/// <param name="ClientDataJson">The client data that was sent.</param>
/// <param name="AuthenticatorData">The authenticator data that was sent.</param>
/// <param name="Signature">The signature that was sent.</param>
/// <param name="Json">AuthenticationResponseJSON.</param>
public sealed record MadeAssertion(byte[] ClientDataJson, byte[] AuthenticatorData, byte[] Signature, string Json)
{
    /// <summary>The JSON as UTF-8.</summary>
    public byte[] Utf8Json => Encoding.UTF8.GetBytes(Json);
}
