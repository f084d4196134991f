namespace Keystile.WebAuthn;

/// <summary>Whom to begin a registration for, and the exceptions to the relying party's options for this one ceremony.</summary>
public sealed record RegistrationRequest
{
    /// <summary>The account's user handle: random, stable, no personal data.</summary>
    public required UserHandle UserHandle { get; init; }

    /// <summary>The account's name as password managers show it: a username or e-mail address.</summary>
    public required string UserName { get; init; }

    /// <summary>The person's name. Default: <see cref="UserName"/>.</summary>
    public string DisplayName { get => field ?? UserName; init; }

    /// <summary>The credentials the account has already, which an authenticator must not double.</summary>
    public IReadOnlyList<CredentialDescriptor> ExcludeCredentials { get; init; } = [];

    /// <summary>The one origin the ceremony begins from; null lets any origin of the relying party answer.</summary>
    public string? Origin { get; init; }

    /// <summary>Create without a gesture, right after another sign-in (conditional mediation).</summary>
    public bool Conditional { get; init; }

    /// <summary>The extensions to ask for. Default: only whether the credential became discoverable.</summary>
    public RegistrationExtensions Extensions { get; init; } = new();

    /// <summary>Which authenticators to offer: <c>platform</c>, <c>cross-platform</c>, or null for any.</summary>
    public string? AuthenticatorAttachment { get; init; }

    /// <summary>User verification for this ceremony. Default: the relying party's.</summary>
    public UserVerification? UserVerification { get; init; }

    /// <summary>Hints for the client's dialog, best first: <c>client-device</c>, <c>security-key</c>, <c>hybrid</c>.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];
}

/// <summary>Whom to begin an authentication for.</summary>
public sealed record AuthenticationRequest
{
    /// <summary>The account that was identified beforehand; null for a discoverable sign-in.</summary>
    public UserHandle? UserHandle { get; init; }

    /// <summary>The credentials that may answer; empty for a discoverable sign-in.</summary>
    public IReadOnlyList<CredentialDescriptor> AllowCredentials { get; init; } = [];

    /// <summary>The one origin the ceremony begins from; null lets any origin of the relying party answer.</summary>
    public string? Origin { get; init; }

    /// <summary>User verification for this ceremony. Default: the relying party's.</summary>
    public UserVerification? UserVerification { get; init; }

    /// <summary>The extensions to ask for; null for none.</summary>
    public AuthenticationExtensions? Extensions { get; init; }

    /// <summary>Hints for the client's dialog, best first.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];
}

/// <summary>A begun registration: the options for the client and the ceremony to check its answer against.</summary>
/// <param name="Options">What goes to <c>navigator.credentials.create()</c>.</param>
/// <param name="Ceremony">What stays with the relying party.</param>
public sealed record RegistrationStart(CreationOptions Options, RegistrationCeremony Ceremony);

/// <summary>A begun authentication: the options for the client and the ceremony to check its answer against.</summary>
/// <param name="Options">What goes to <c>navigator.credentials.get()</c>.</param>
/// <param name="Ceremony">What stays with the relying party.</param>
public sealed record AuthenticationStart(RequestOptions Options, AuthenticationCeremony Ceremony);
