using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Authenticator;

/// <summary>Every ingredient that a registration and an assertion share, each with a default that verifies, each to be spoiled.</summary>
/// <remarks>
/// A value or a <c>…Bytes</c> hook spoils BEFORE the hashes and signatures of the later layers are made, so those stay consistent;
/// a <c>…Sent</c> hook spoils what is sent AFTER all of them were made.
/// </remarks>
public abstract class CeremonyScenario
{
    /// <summary>Bits of the flags byte.</summary>
    public const byte UP = 1, UV = 4, BE = 8, BS = 16, AT = 64, ED = 128;

    public string RpId { get; set; } = "example.org";

    public string Origin { get; set; } = "https://example.org";

    public byte[] Challenge { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The client data's <c>type</c>.</summary>
    public abstract string Type { get; set; }

    /// <summary>Null leaves the member out.</summary>
    public bool? CrossOrigin { get; set; } = false;

    /// <summary>Null leaves the member out.</summary>
    public string? TopOrigin { get; set; }

    /// <summary>The flags byte as it goes out.</summary>
    public abstract byte Flags { get; set; }

    public uint SignCount { get; set; }

    /// <summary>SHA-256 of the RP ID, unless a test says otherwise.</summary>
    public byte[] RpIdHash { get => field ?? SHA256.HashData(Encoding.UTF8.GetBytes(RpId)); set; }

    /// <summary>Authenticator extension outputs; setting them also sets the ED flag.</summary>
    public LooseMap? Extensions
    {
        get;
        set
        {
            field = value;
            Flags |= ED;
        }
    }

    public string? AuthenticatorAttachment { get; set; } = "platform";

    public JsonObject ClientExtensionResults { get; set; } = [];

    /// <summary>Edits the client data as a JSON object.</summary>
    public Action<JsonObject>? ClientDataMembers { get; set; }

    /// <summary>Edits the client data as text.</summary>
    public Func<string, string>? ClientDataText { get; set; }

    /// <summary>Edits the client data as bytes.</summary>
    public Func<byte[], byte[]>? ClientDataBytes { get; set; }

    /// <summary>Edits the client data that is sent; the signature stays over the unspoiled one.</summary>
    public Func<byte[], byte[]>? ClientDataSent { get; set; }

    /// <summary>Edits the authenticator data before it is signed.</summary>
    public Func<byte[], byte[]>? AuthenticatorDataBytes { get; set; }

    /// <summary>Edits the authenticator data that is sent; the signature stays over the unspoiled one.</summary>
    public Func<byte[], byte[]>? AuthenticatorDataSent { get; set; }

    /// <summary>Edits the credential as a JSON object, last of all.</summary>
    public Action<JsonObject>? Envelope { get; set; }

    /// <summary>Edits the credential as JSON text, last of all.</summary>
    public Func<string, string>? EnvelopeText { get; set; }

    /// <summary>Edits the credential's <c>response</c> member.</summary>
    public Action<JsonObject> ResponseMembers { set => Envelope = credential => value(credential["response"]!.AsObject()); }

    protected byte[] MakeClientData()
    {
        var members = new JsonObject { ["type"] = Type, ["challenge"] = Base64Text.Url(Challenge), ["origin"] = Origin };
        if (CrossOrigin is { } crossOrigin) members["crossOrigin"] = crossOrigin;
        if (TopOrigin is not null) members["topOrigin"] = TopOrigin;
        ClientDataMembers?.Invoke(members);
        var text = members.ToJsonString(Json.Plain);
        var bytes = Encoding.UTF8.GetBytes(ClientDataText?.Invoke(text) ?? text);
        return ClientDataBytes?.Invoke(bytes) ?? bytes;
    }

    protected byte[] MakeAuthenticatorData(byte[] attestedCredentialData)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, SignCount);
        byte[] data = [.. RpIdHash, Flags, .. counter, .. attestedCredentialData, .. Extensions is null ? [] : Cbor.Encode(Extensions)];
        return AuthenticatorDataBytes?.Invoke(data) ?? data;
    }

    protected string MakeEnvelope(byte[] id, JsonObject response)
    {
        var credential = new JsonObject
        {
            ["id"] = Base64Text.Url(id),
            ["rawId"] = Base64Text.Url(id),
            ["type"] = "public-key",
            ["response"] = response,
            ["clientExtensionResults"] = ClientExtensionResults.DeepClone(),
        };
        if (AuthenticatorAttachment is not null) credential["authenticatorAttachment"] = AuthenticatorAttachment;
        Envelope?.Invoke(credential);
        var text = credential.ToJsonString(Json.Plain);
        return EnvelopeText?.Invoke(text) ?? text;
    }
}
