using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>What goes to <c>PublicKeyCredential.parseRequestOptionsFromJSON()</c> (<c>PublicKeyCredentialRequestOptionsJSON</c>, §5.1.10).</summary>
public sealed record RequestOptions
{
    /// <summary>The challenge.</summary>
    [JsonPropertyName("challenge")]
    public required Challenge Challenge { get; init; }

    /// <summary>How long the client may take, in milliseconds.</summary>
    [JsonPropertyName("timeout")]
    public required long TimeoutMilliseconds { get; init; }

    /// <summary>The RP ID.</summary>
    [JsonPropertyName("rpId")]
    public required string RpId { get; init; }

    /// <summary>The credentials that may answer; empty where the passkey itself says whose it is.</summary>
    [JsonPropertyName("allowCredentials")]
    public required IReadOnlyList<CredentialDescriptor> AllowCredentials { get; init; }

    /// <summary><c>required</c>, <c>preferred</c> or <c>discouraged</c>.</summary>
    [JsonPropertyName("userVerification")]
    public required string UserVerification { get; init; }

    /// <summary>Hints for the client's dialog, best first (§5.8.7).</summary>
    [JsonPropertyName("hints")]
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>The extensions asked for; null for none.</summary>
    [JsonPropertyName("extensions"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuthenticationExtensions? Extensions { get; init; }
}
