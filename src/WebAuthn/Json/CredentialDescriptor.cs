using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>One credential named to a client (<c>PublicKeyCredentialDescriptorJSON</c>, §5.8.3).</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="Transports">The transports stored at registration, replayed unchanged.</param>
public sealed record CredentialDescriptor(
    [property: JsonPropertyName("id")] CredentialId Id,
    [property: JsonPropertyName("transports")] IReadOnlyList<string> Transports)
{
    /// <summary>Always <c>public-key</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; } = "public-key";
}
