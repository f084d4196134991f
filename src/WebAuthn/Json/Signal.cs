using System.Text.Json.Serialization;

namespace Keystile.WebAuthn;

/// <summary>One message for the client's password manager (§5.1.10, the Signal API): the page passes it on, where the browser can.</summary>
/// <remarks>The members beside <see cref="Type"/> are the argument of <c>PublicKeyCredential.signal…()</c> as it stands; those that do not belong to the type are left out.</remarks>
public sealed record Signal
{
    private Signal(string type, string rpId) => (Type, RpId) = (type, rpId);

    /// <summary><c>unknownCredential</c>, <c>allAcceptedCredentials</c> or <c>currentUserDetails</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get; }

    /// <summary>The RP ID.</summary>
    [JsonPropertyName("rpId")]
    public string RpId { get; }

    /// <summary>The credential that no account here has.</summary>
    [JsonPropertyName("credentialId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CredentialId? CredentialId { get; private init; }

    /// <summary>The account's user handle.</summary>
    [JsonPropertyName("userId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserHandle? UserId { get; private init; }

    /// <summary>All the credentials the account has.</summary>
    [JsonPropertyName("allAcceptedCredentialIds"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CredentialId>? AllAcceptedCredentialIds { get; private init; }

    /// <summary>The account's name.</summary>
    [JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; private init; }

    /// <summary>The person's name.</summary>
    [JsonPropertyName("displayName"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisplayName { get; private init; }

    /// <summary>The password manager may hide this passkey: no account here has it.</summary>
    public static Signal UnknownCredential(string rpId, CredentialId credentialId) => new("unknownCredential", rpId) { CredentialId = credentialId };

    /// <summary>The password manager may hide every passkey of the account but these.</summary>
    public static Signal AllAcceptedCredentials(string rpId, UserHandle userId, IReadOnlyList<CredentialId> credentialIds) =>
        new("allAcceptedCredentials", rpId) { UserId = userId, AllAcceptedCredentialIds = credentialIds };

    /// <summary>The password manager may show the account under these names.</summary>
    public static Signal CurrentUserDetails(string rpId, UserHandle userId, string name, string displayName) =>
        new("currentUserDetails", rpId) { UserId = userId, Name = name, DisplayName = displayName };
}
