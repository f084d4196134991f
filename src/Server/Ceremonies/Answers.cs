using System.Text.Json.Serialization;
using Keystile.Server.Sessions;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>A begun registration: for <c>navigator.credentials.create()</c>, and the token to send back with its result.</summary>
internal sealed record RegistrationBegun(CreationOptions PublicKey, string ChallengeToken, DateTimeOffset ExpiresAt);

/// <summary>A begun authentication: for <c>navigator.credentials.get()</c>, and the token to send back with its result.</summary>
internal sealed record AuthenticationBegun(RequestOptions PublicKey, string ChallengeToken, DateTimeOffset ExpiresAt);

/// <summary>A new account, its passkey and its first session.</summary>
internal sealed record Registered(UserBody User, PasskeyBody Passkey, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionTokens? Session);

/// <summary>The account that a retried registration had made already; the lost answer's session is not handed out twice.</summary>
internal sealed record AlreadyRegistered(UserBody User, PasskeyBody Passkey);

/// <summary>A passkey more for the account that is signed in; its session goes on as it is.</summary>
internal sealed record Connected(PasskeyBody Passkey)
{
    public bool Success { get; } = true;
}

/// <summary>Who signed in with what, and what to tell the password manager.</summary>
internal sealed record Authenticated(
    UserBody User, PasskeyBody Passkey, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionTokens? Session, IReadOnlyList<Signal> Signals);
