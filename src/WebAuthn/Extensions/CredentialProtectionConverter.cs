using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The names that clients know the levels by.</summary>
public sealed class CredentialProtectionConverter : JsonConverter<CredentialProtection>
{
    private static readonly (CredentialProtection Level, string Name)[] Names =
    [
        (CredentialProtection.Optional, "userVerificationOptional"),
        (CredentialProtection.OptionalWithCredentialIdList, "userVerificationOptionalWithCredentialIDList"),
        (CredentialProtection.Required, "userVerificationRequired"),
    ];

    /// <inheritdoc/>
    public override CredentialProtection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.ReadText();
        foreach (var (level, known) in Names)
        {
            if (known == name) return level;
        }
        throw new JsonException("Expected a credential protection policy.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CredentialProtection value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Array.Find(Names, entry => entry.Level == value).Name);
}
