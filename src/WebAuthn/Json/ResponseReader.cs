using System.Text.Json;
using System.Text.Unicode;

namespace Keystile.WebAuthn;

/// <summary>Reads the client's JSON (§5.1.8) strictly: the envelope both ceremonies share, then the members of each.</summary>
internal static class ResponseReader
{
    private const int MaxTransports = 32;
    private static readonly byte[][] EnvelopeNames =
        ["id"u8.ToArray(), "rawId"u8.ToArray(), "type"u8.ToArray(), "response"u8.ToArray(), "authenticatorAttachment"u8.ToArray(), "clientExtensionResults"u8.ToArray()];
    private static readonly byte[][] AttestationNames = ["clientDataJSON"u8.ToArray(), "attestationObject"u8.ToArray(), "transports"u8.ToArray()];
    private static readonly byte[][] AssertionNames = ["clientDataJSON"u8.ToArray(), "authenticatorData"u8.ToArray(), "signature"u8.ToArray(), "userHandle"u8.ToArray()];

    public static Verdict<RegistrationResponse> ReadRegistration(ReadOnlySpan<byte> utf8Json)
    {
        var envelope = ReadEnvelope(utf8Json, isRegistration: true);
        if (!envelope.IsAccepted) return envelope.Rejection;
        var parts = envelope.Value;
        return parts is not { ClientDataJson.Length: > 0, AttestationObject.Length: > 0 } ? Rejection.MalformedCredential : new RegistrationResponse
        {
            Id = parts.Id!,
            ClientDataJson = parts.ClientDataJson,
            AttestationObject = parts.AttestationObject,
            Transports = parts.Transports,
            AuthenticatorAttachment = parts.Attachment,
            ClientExtensionResultsJson = parts.ExtensionResults,
        };
    }

    public static Verdict<AuthenticationResponse> ReadAuthentication(ReadOnlySpan<byte> utf8Json)
    {
        var envelope = ReadEnvelope(utf8Json, isRegistration: false);
        if (!envelope.IsAccepted) return envelope.Rejection;
        var parts = envelope.Value;
        return parts is not { ClientDataJson.Length: > 0, AuthenticatorData.Length: > 0, Signature.Length: > 0 } ? Rejection.MalformedCredential : new AuthenticationResponse
        {
            Id = parts.Id!,
            ClientDataJson = parts.ClientDataJson,
            AuthenticatorData = parts.AuthenticatorData,
            Signature = parts.Signature,
            UserHandle = parts.UserHandle,
            AuthenticatorAttachment = parts.Attachment,
            ClientExtensionResultsJson = parts.ExtensionResults,
        };
    }

    private static Verdict<Envelope> ReadEnvelope(ReadOnlySpan<byte> json, bool isRegistration)
    {
        if (!Utf8.IsValid(json)) return Rejection.MalformedCredential;
        try
        {
            var envelope = new Envelope();
            return envelope.Read(json, isRegistration) is { } rejection ? rejection : envelope;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for a lone surrogate escape
        {
            return Rejection.MalformedCredential;
        }
    }

    /// <summary>The parts as they are read; which must be there is the ceremony's to say.</summary>
    private sealed class Envelope
    {
        public CredentialId? Id;
        public string? Attachment;
        public byte[] ExtensionResults = "{}"u8.ToArray();
        public byte[]? ClientDataJson, AttestationObject, AuthenticatorData, Signature;
        public UserHandle? UserHandle;
        public IReadOnlyList<string> Transports = [];

        public Rejection? Read(ReadOnlySpan<byte> json, bool isRegistration)
        {
            byte[]? id = null, rawId = null;
            bool hasResponse = false, isPublicKey = false, hasType = false;

            var reader = new Utf8JsonReader(json);
            reader.Read();
            JsonMembers.Open(ref reader);
            var members = new JsonMembers(EnvelopeNames, refuseOtherCase: true);
            while (members.TryNext(ref reader, out var member))
            {
                switch (member)
                {
                    case 0: id = reader.ReadBase64Url(); break;
                    case 1: rawId = reader.ReadBase64Url(); break;
                    case 2: (hasType, isPublicKey) = (true, reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("public-key"u8)); break;
                    case 3: hasResponse = true; if (isRegistration) ReadAttestation(ref reader); else ReadAssertion(ref reader); break;
                    case 4: Attachment = reader.ReadTextOrNull(); break;
                    default: ExtensionResults = reader.ReadObject(json).ToArray(); break;
                }
            }
            reader.ReadEnd();

            if (id is null || rawId is null || !hasResponse) return Rejection.MalformedCredential;
            if (!hasType || !isPublicKey) return Rejection.WrongCredentialType;
            if (!id.AsSpan().SequenceEqual(rawId)) return Rejection.CredentialIdMismatch;
            if (id.Length > CredentialId.MaxLength) return Rejection.CredentialIdTooLong;
            Id = CredentialId.TryCreate(id);
            return Id is null ? Rejection.MalformedCredential : null;
        }

        private void ReadAttestation(ref Utf8JsonReader reader)
        {
            JsonMembers.Open(ref reader);
            var members = new JsonMembers(AttestationNames, refuseOtherCase: true);
            while (members.TryNext(ref reader, out var member))
            {
                switch (member)
                {
                    case 0: ClientDataJson = reader.ReadBase64Url(); break;
                    case 1: AttestationObject = reader.ReadBase64Url(); break;
                    default: Transports = reader.TokenType == JsonTokenType.Null ? [] : reader.ReadTexts(MaxTransports); break;
                }
            }
        }

        private void ReadAssertion(ref Utf8JsonReader reader)
        {
            JsonMembers.Open(ref reader);
            var members = new JsonMembers(AssertionNames, refuseOtherCase: true);
            while (members.TryNext(ref reader, out var member))
            {
                switch (member)
                {
                    case 0: ClientDataJson = reader.ReadBase64Url(); break;
                    case 1: AuthenticatorData = reader.ReadBase64Url(); break;
                    case 2: Signature = reader.ReadBase64Url(); break;
                    default: UserHandle = ReadUserHandle(ref reader); break;
                }
            }
        }

        /// <summary>Null and the empty string both mean that the authenticator returned none.</summary>
        private static UserHandle? ReadUserHandle(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null) return null;
            var bytes = reader.ReadBase64Url();
            return bytes.Length == 0 ? null : WebAuthn.UserHandle.TryCreate(bytes) ?? throw new JsonException();
        }
    }
}
