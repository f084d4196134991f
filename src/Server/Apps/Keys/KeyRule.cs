using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>What an endpoint asks of the key that names the app. Endpoints without one take any key, or none.</summary>
/// <param name="Kind">The kind that must be there; null where the home app answers without one.</param>
/// <param name="Scope">What a public key, or one of that kind, must be good for.</param>
internal sealed record KeyRule(ApiKeyKind? Kind, string? Scope)
{
    public static readonly KeyRule None = new(null, null);

    /// <summary>Where a key is not needed, but one that is there must be good for registering.</summary>
    public static readonly KeyRule MayRegister = new(null, Scopes.Register);

    /// <summary>Where a key is not needed, but one that is there must be good for signing in.</summary>
    public static readonly KeyRule MaySignIn = new(null, Scopes.Login);

    /// <summary>Whether a key of these scopes will do. A secret names an app on the account API whatever its scopes are.</summary>
    public bool Allows(ApiKeyRow key) => Scope is null || (Kind is null && key.Kind == ApiKeyKind.Secret) || key.Scopes.Contains(Scope);
}

/// <summary>What keys can be good for.</summary>
internal static class Scopes
{
    public const string Register = "register";
    public const string Login = "login";
    public const string TokenRegister = "token_register";
    public const string TokenVerify = "token_verify";

    /// <summary>All that a key of a kind can have.</summary>
    public static string[] Of(ApiKeyKind kind) => kind == ApiKeyKind.Secret ? [TokenRegister, TokenVerify] : [Register, Login];
}
