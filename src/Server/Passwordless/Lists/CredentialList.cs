using System.Text.Json;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>A user's passkeys as clients of passwordless.dev read them: both spellings of the RP ID, and each base64 dialect where a client insists on it.</summary>
/// <remarks>Written by hand: the serializer of the framework takes <c>rpId</c> and <c>rpid</c> for one member.</remarks>
internal sealed class CredentialList(UserHandle user, IReadOnlyList<CredentialDetails> passkeys) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.WriteAsync(httpContext, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("values");
        foreach (var passkey in passkeys) Write(json, passkey);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, CredentialDetails details)
    {
        var (passkey, record) = (details.Credential, details.Credential.Record);
        json.WriteStartObject();
        json.WriteStartObject("descriptor");
        json.WriteString("type", "public-key");
        json.WriteString("id", record.Id.ToString());
        if (passkey.Transports.Count > 0)
        {
            json.WriteStartArray("transports");
            foreach (var transport in passkey.Transports) json.WriteStringValue(transport);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteBase64String("publicKey", record.PublicKey.Span);
        json.WriteBase64String("userHandle", user.Span);
        json.WriteNumber("signatureCounter", record.SignCount);
        json.WriteString("attestationFmt", details.AttestationFormat);
        json.WriteString("createdAt", passkey.CreatedAt.UtcDateTime);
        json.WriteString("aaGuid", passkey.Aaguid.ToString());
        // The clients' type has no room for "never".
        json.WriteString("lastUsedAt", (passkey.LastUsedAt ?? passkey.CreatedAt).UtcDateTime);
        json.WriteString("rpid", details.RpId);
        json.WriteString("rpId", details.RpId);
        json.WriteString("origin", OriginOf(details));
        json.WriteString("country", "");
        json.WriteString("device", passkey.LastUsedFrom ?? passkey.CreatedFrom ?? "");
        json.WriteString("nickname", passkey.Name);
        json.WriteString("userId", ServiceUsers.IdOf(user));
        json.WriteBoolean("backupState", record.BackupState);
        json.WriteBoolean("isBackupEligible", record.BackupEligible);
        if (details.Discoverable is { } discoverable) json.WriteBoolean("isDiscoverable", discoverable);
        else json.WriteNull("isDiscoverable");
        json.WriteEndObject();
    }

    /// <summary>From the client data that the registration verified.</summary>
    private static string OriginOf(CredentialDetails details)
    {
        if (details.ClientDataJson.IsEmpty) return "";
        using var clientData = JsonDocument.Parse(details.ClientDataJson);
        return clientData.RootElement.GetProperty("origin").GetString() ?? "";
    }
}
