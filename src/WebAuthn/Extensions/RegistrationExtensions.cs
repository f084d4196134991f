using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>The extensions a registration asks for (§10; CTAP 2.2 §12), in the shape that goes to the client. What is null is not asked.</summary>
public sealed record RegistrationExtensions
{
    /// <summary>Ask whether the credential became discoverable (§10.1.3). Default: yes.</summary>
    [JsonPropertyName("credProps"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CredentialProperties { get; init; } = true;

    /// <summary>How hard it is to find and use the credential without user verification.</summary>
    [JsonPropertyName("credentialProtectionPolicy"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CredentialProtection? CredentialProtection { get; init; }

    /// <summary>Refuse the registration where the authenticator gives less protection than asked.</summary>
    [JsonPropertyName("enforceCredentialProtectionPolicy"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EnforceCredentialProtection { get; init; }

    /// <summary>Ask for the pseudo-random function (§10.1.4).</summary>
    [JsonPropertyName("prf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PrfInput? Prf { get; init; }

    /// <summary>Ask for room for a large blob (§10.1.5).</summary>
    [JsonPropertyName("largeBlob"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LargeBlobSupportInput? LargeBlob { get; init; }

    /// <summary>Ask for the authenticator's least PIN length.</summary>
    [JsonPropertyName("minPinLength"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MinPinLength { get; init; }

    /// <summary>A few bytes to keep with the credential, base64url.</summary>
    [JsonPropertyName("credBlob"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredBlob { get; init; }

    /// <summary>The U2F AppID whose keys must not register again (§10.1.2).</summary>
    [JsonPropertyName("appidExclude"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AppIdExclude { get; init; }

    /// <summary>Make the credential usable for payments (Secure Payment Confirmation).</summary>
    [JsonPropertyName("payment"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentRegistrationInput? Payment { get; init; }
}

/// <summary>How hard it is to find and use a credential without user verification (CTAP 2.2 §12.1). The numbers are those on the wire of the authenticator.</summary>
[JsonConverter(typeof(CredentialProtectionConverter))]
public enum CredentialProtection
{
    /// <summary><c>userVerificationOptional</c>.</summary>
    Optional = 1,

    /// <summary><c>userVerificationOptionalWithCredentialIDList</c>.</summary>
    OptionalWithCredentialIdList = 2,

    /// <summary><c>userVerificationRequired</c>.</summary>
    Required = 3,
}

/// <summary>Asks for the pseudo-random function.</summary>
public sealed record PrfInput
{
    /// <summary>The inputs to evaluate for whichever credential answers.</summary>
    [JsonPropertyName("eval"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PrfValues? Eval { get; init; }

    /// <summary>The inputs for single credentials, by base64url credential id; in authentications only.</summary>
    [JsonPropertyName("evalByCredential"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, PrfValues>? EvalByCredential { get; init; }
}

/// <summary>Inputs of the pseudo-random function, base64url.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second, where two are wanted.</param>
public sealed record PrfValues(
    [property: JsonPropertyName("first")] string First,
    [property: JsonPropertyName("second"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Second = null);

/// <summary>Asks for room for a large blob.</summary>
/// <param name="Support"><c>required</c> or <c>preferred</c>.</param>
public sealed record LargeBlobSupportInput([property: JsonPropertyName("support")] string Support);

/// <summary>Makes a credential usable for payments.</summary>
/// <param name="IsPayment">True.</param>
public sealed record PaymentRegistrationInput([property: JsonPropertyName("isPayment")] bool IsPayment = true);
