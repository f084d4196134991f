using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Authenticator;

/// <summary>A registration that verifies, until a test spoils one ingredient.</summary>
public class RegistrationScenario : CeremonyScenario
{
    /// <inheritdoc/>
    public override string Type { get; set; } = "webauthn.create";

    /// <inheritdoc/>
    public override byte Flags { get; set; } = UP | UV | AT;

    public byte[] UserHandle { get; set; } = RandomNumberGenerator.GetBytes(32);

    public byte[] Aaguid { get; set; } = Convert.FromHexString("6b65797374696c652d74657374732d31");

    public byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The length field in front of the credential id; the true one, unless a test says otherwise.</summary>
    public ushort CredentialIdLength { get => field == 0 && CredentialId.Length > 0 ? (ushort)CredentialId.Length : field; set; }

    public CredentialKey Key { get => field ??= CredentialKey.Create(Cose.ES256); set; }

    public IStatementMaker Statement { get; set; } = new NoStatement();

    public JsonNode? Transports { get; set; } = new JsonArray("internal", "hybrid");

    /// <summary>Edits the COSE key as a map.</summary>
    public Action<LooseMap>? PublicKeyMembers { get; set; }

    /// <summary>Edits the COSE key as bytes.</summary>
    public Func<byte[], byte[]>? PublicKeyBytes { get; set; }

    /// <summary>Edits the attestation statement as a map.</summary>
    public Action<LooseMap>? StatementMembers { get; set; }

    /// <summary>Edits the attestation object (fmt, attStmt, authData) as a map.</summary>
    public Action<LooseMap>? AttestationObjectMembers { get; set; }

    /// <summary>Edits the attestation object as bytes.</summary>
    public Func<byte[], byte[]>? AttestationObjectBytes { get; set; }

    /// <summary>Makes the ceremony: structure, bytes, hashes, statement, JSON, in this order.</summary>
    public MadeRegistration Make()
    {
        var clientData = MakeClientData();
        var publicKey = MakePublicKey();
        var data = MakeAuthenticatorData((Flags & AT) == 0 ? [] : MakeAttestedCredentialData(publicKey));
        var attestationObject = MakeAttestationObject(data, SHA256.HashData(clientData));
        var sentClientData = ClientDataSent?.Invoke(clientData) ?? clientData;
        var response = new JsonObject
        {
            ["clientDataJSON"] = Base64Text.Url(sentClientData),
            ["attestationObject"] = Base64Text.Url(attestationObject),
            ["authenticatorData"] = Base64Text.Url(data),
            ["publicKeyAlgorithm"] = Key.Algorithm,
        };
        if (Transports is not null) response["transports"] = Transports.DeepClone();
        if (Key.ToSubjectPublicKeyInfo() is { } info) response["publicKey"] = Base64Text.Url(info);
        var credential = new SoftCredential(CredentialId, RpId, UserHandle, Key, publicKey) { SignCount = SignCount, Aaguid = Aaguid, Backup = (byte)(Flags & (BE | BS)) };
        return new(credential, sentClientData, data, attestationObject, MakeEnvelope(CredentialId, response));
    }

    private byte[] MakePublicKey()
    {
        var map = Key.ToCose();
        PublicKeyMembers?.Invoke(map);
        var bytes = Cbor.Encode(map);
        return PublicKeyBytes?.Invoke(bytes) ?? bytes;
    }

    private byte[] MakeAttestedCredentialData(byte[] publicKey)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, CredentialIdLength);
        return [.. Aaguid, .. length, .. CredentialId, .. publicKey];
    }

    private byte[] MakeAttestationObject(byte[] data, byte[] clientDataHash)
    {
        var statement = Statement.Make(new(data, clientDataHash, Key, RpIdHash, Aaguid, CredentialId));
        StatementMembers?.Invoke((LooseMap)statement);
        var map = new LooseMap { { "fmt", Statement.Format }, { "attStmt", statement }, { "authData", AuthenticatorDataSent?.Invoke(data) ?? data } };
        AttestationObjectMembers?.Invoke(map);
        var bytes = Cbor.Encode(map);
        return AttestationObjectBytes?.Invoke(bytes) ?? bytes;
    }
}

/// <summary>A registration as it left the client.</summary>
/// <param name="Credential">The new credential, to sign in with.</param>
/// <param name="ClientDataJson">The client data that was sent.</param>
/// <param name="AuthenticatorData">The authenticator data that the statement vouches for.</param>
/// <param name="AttestationObject">The attestation object that was sent.</param>
/// <param name="Json">RegistrationResponseJSON.</param>
public sealed record MadeRegistration(SoftCredential Credential, byte[] ClientDataJson, byte[] AuthenticatorData, byte[] AttestationObject, string Json)
{
    /// <summary>The JSON as UTF-8.</summary>
    public byte[] Utf8Json => Encoding.UTF8.GetBytes(Json);
}
