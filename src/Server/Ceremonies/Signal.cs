using System.Text.Json.Serialization;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>One thing to tell the password manager (the Signal API of WebAuthn Level 3 §5.1.10): <c>type</c> names the method without its "signal", the rest is its argument.</summary>
internal sealed record Signal(string Type, string RpId)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public CredentialId? CredentialId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public UserHandle? UserId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<CredentialId>? AllAcceptedCredentialIds { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? DisplayName { get; init; }

    /// <summary>Nobody here has this passkey: hide it.</summary>
    public static Signal Unknown(string rpId, CredentialId credential) => new("unknownCredential", rpId) { CredentialId = credential };

    /// <summary>These passkeys of the account still work; hide its others.</summary>
    public static Signal AllAccepted(string rpId, UserHandle user, IReadOnlyList<CredentialId> credentials) =>
        new("allAcceptedCredentials", rpId) { UserId = user, AllAcceptedCredentialIds = credentials };

    /// <summary>The account goes by these names now.</summary>
    public static Signal CurrentDetails(string rpId, UserHandle user, string name, string displayName) =>
        new("currentUserDetails", rpId) { UserId = user, Name = name, DisplayName = displayName };
}
