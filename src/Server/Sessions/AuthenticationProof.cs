using Keystile.WebAuthn;

namespace Keystile.Server.Sessions;

/// <summary>What opened a session, as it was verified and not as it was asked for.</summary>
/// <param name="Passkey">The passkey that did; null where something else did.</param>
/// <param name="Methods">How, in the words of RFC 8176.</param>
/// <param name="Class">The class of authentication, where one was reached.</param>
/// <param name="At">When the person was there.</param>
internal sealed record AuthenticationProof(Guid? Passkey, IReadOnlyList<string> Methods, string? Class, DateTimeOffset At)
{
    /// <summary>Another's word; how that one knows is not for us to claim.</summary>
    public static readonly IReadOnlyList<string> Federation = ["fed"];

    public static AuthenticationProof ByPasskey(Guid passkey, AuthenticatorFlags flags, DateTimeOffset now) =>
        new(passkey, AuthenticationMethods.Of(flags), AuthenticationMethods.PhishingResistant, now);

    public static AuthenticationProof Federated(DateTimeOffset at) => new(null, Federation, null, at);
}
