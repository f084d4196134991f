namespace Keystile.WebAuthn;

/// <summary>What a registration was begun with: all that its answer is checked against. Keep it where the client cannot change it, and use it once.</summary>
public sealed record RegistrationCeremony
{
    /// <summary>The challenge that was issued.</summary>
    public required Challenge Challenge { get; init; }

    /// <summary>The account the new credential will belong to.</summary>
    public required UserHandle UserHandle { get; init; }

    /// <summary>The one origin the ceremony was begun from; null lets any origin of the relying party answer.</summary>
    public string? Origin { get; init; }

    /// <summary>The user verification that was asked for.</summary>
    public required UserVerification UserVerification { get; init; }

    /// <summary>The algorithms that were offered.</summary>
    public required IReadOnlyList<CoseAlgorithm> Algorithms { get; init; }

    /// <summary>Whether the options asked for conditional mediation: then, and only then, user presence may be absent (§7.1 step 15).</summary>
    public bool Conditional { get; init; }

    /// <summary>The extensions that were asked for.</summary>
    public RegistrationExtensions Extensions { get; init; } = new();
}

/// <summary>What an authentication was begun with: all that its answer is checked against. Keep it where the client cannot change it, and use it once.</summary>
public sealed record AuthenticationCeremony
{
    /// <summary>The challenge that was issued.</summary>
    public required Challenge Challenge { get; init; }

    /// <summary>The account that was identified beforehand; null where the passkey itself will say (discoverable).</summary>
    public UserHandle? UserHandle { get; init; }

    /// <summary>
    /// Whether a discoverable sign-in may come without a user handle (§7.2 step 6 asks for one), as from clients that do not pass it on. The owner is then
    /// who registered the credential, which the unique credential id and the signature prove; a handle that is given must still be his. Default: no.
    /// </summary>
    public bool AllowMissingUserHandle { get; init; }

    /// <summary>The one origin the ceremony was begun from; null lets any origin of the relying party answer.</summary>
    public string? Origin { get; init; }

    /// <summary>The user verification that was asked for.</summary>
    public required UserVerification UserVerification { get; init; }

    /// <summary>The extensions that were asked for; null where none were.</summary>
    public AuthenticationExtensions? Extensions { get; init; }

    /// <summary>The payment that was asked to be confirmed (client data of type <c>payment.get</c>); null for a sign-in.</summary>
    public PaymentExpectation? Payment { get; init; }

    /// <summary>The credentials that may answer; empty where any of the account's, or of any account, may.</summary>
    public AllowList AllowList { get; init; } = AllowList.Any;
}
