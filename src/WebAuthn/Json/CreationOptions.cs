using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>What goes to <c>PublicKeyCredential.parseCreationOptionsFromJSON()</c> (<c>PublicKeyCredentialCreationOptionsJSON</c>, §5.1.9).</summary>
public sealed record CreationOptions
{
    /// <summary>Who asks.</summary>
    [JsonPropertyName("rp")]
    public required RelyingPartyEntity RelyingParty { get; init; }

    /// <summary>For which account.</summary>
    [JsonPropertyName("user")]
    public required UserEntity User { get; init; }

    /// <summary>The challenge.</summary>
    [JsonPropertyName("challenge")]
    public required Challenge Challenge { get; init; }

    /// <summary>The algorithms offered, best first.</summary>
    [JsonPropertyName("pubKeyCredParams")]
    public required IReadOnlyList<CredentialParameter> Algorithms { get; init; }

    /// <summary>How long the client may take, in milliseconds.</summary>
    [JsonPropertyName("timeout")]
    public required long TimeoutMilliseconds { get; init; }

    /// <summary>The credentials the account has already.</summary>
    [JsonPropertyName("excludeCredentials")]
    public required IReadOnlyList<CredentialDescriptor> ExcludeCredentials { get; init; }

    /// <summary>What kind of authenticator is wanted.</summary>
    [JsonPropertyName("authenticatorSelection")]
    public required AuthenticatorSelection AuthenticatorSelection { get; init; }

    /// <summary>Hints for the client's dialog, best first (§5.8.7).</summary>
    [JsonPropertyName("hints")]
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary><c>none</c>, <c>indirect</c>, <c>direct</c> or <c>enterprise</c>.</summary>
    [JsonPropertyName("attestation")]
    public required string Attestation { get; init; }

    /// <summary>The attestation statement formats wanted, best first; null for any (§5.4).</summary>
    [JsonPropertyName("attestationFormats"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AttestationFormats { get; init; }

    /// <summary>The extensions asked for.</summary>
    [JsonPropertyName("extensions")]
    public required RegistrationExtensions Extensions { get; init; }
}

/// <summary>The relying party in creation options (§5.4.2).</summary>
/// <param name="Id">The RP ID.</param>
/// <param name="Name">Its name as people see it.</param>
public sealed record RelyingPartyEntity([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("name")] string Name);

/// <summary>The account in creation options (§5.4.3).</summary>
/// <param name="Id">The user handle.</param>
/// <param name="Name">The username or e-mail address, as password managers show it.</param>
/// <param name="DisplayName">The person's name.</param>
public sealed record UserEntity(
    [property: JsonPropertyName("id")] UserHandle Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("displayName")] string DisplayName);

/// <summary>One algorithm offered (§5.3).</summary>
/// <param name="Algorithm">The COSE number.</param>
public sealed record CredentialParameter([property: JsonPropertyName("alg")] CoseAlgorithm Algorithm)
{
    /// <summary>Always <c>public-key</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; } = "public-key";
}

/// <summary>What kind of authenticator is wanted (§5.4.4).</summary>
public sealed record AuthenticatorSelection
{
    /// <summary><c>platform</c>, <c>cross-platform</c>, or null for any.</summary>
    [JsonPropertyName("authenticatorAttachment"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AuthenticatorAttachment { get; init; }

    /// <summary><c>required</c>, <c>preferred</c> or <c>discouraged</c>.</summary>
    [JsonPropertyName("residentKey")]
    public required string ResidentKey { get; init; }

    /// <summary>The same as a Level 1 client understands it.</summary>
    [JsonPropertyName("requireResidentKey")]
    public bool RequireResidentKey => ResidentKey == "required";

    /// <summary><c>required</c>, <c>preferred</c> or <c>discouraged</c>.</summary>
    [JsonPropertyName("userVerification")]
    public required string UserVerification { get; init; }
}
