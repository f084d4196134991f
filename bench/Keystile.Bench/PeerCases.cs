using Keystile.WebAuthn;

namespace Keystile.Bench;

/// <summary>The five ceremonies that every peer verifies, each from the posted JSON to the verdict, with the checks the peers' kit asks for: the packed one leads to its root.</summary>
internal static class PeerCases
{
    public static readonly string[] Names = ["auth-es256", "auth-rs256", "auth-ed25519", "reg-es256-none", "reg-es256-packed-x5c"];

    /// <summary>Verifies the ceremony, or one that is spoiled where its signature is; true where the verdict is the right one.</summary>
    public static Func<bool> Make(string name, bool spoil = false)
    {
        var verify = Make(name, spoil ? Ceremonies.SpoiledJson(name) : Ceremonies.Json(name));
        return spoil ? () => !verify() : verify;
    }

    private static Func<bool> Make(string name, byte[] json)
    {
        if (name.StartsWith("auth", StringComparison.Ordinal))
        {
            var (asked, record, party) = (Ceremonies.Authentication(name), Ceremonies.Record(name), Ceremonies.RelyingParty);
            return () => party.CompleteAuthentication(asked, AuthenticationResponse.Parse(json).Value!, record).IsAccepted;
        }
        var begun = Ceremonies.Registration(name);
        if (Ceremonies.Root(name) is not { } root)
        {
            var party = Ceremonies.RelyingParty;
            return () => party.CompleteRegistration(begun, RegistrationResponse.Parse(json).Value!).IsAccepted;
        }
        var strict = new RelyingParty(Ceremonies.RelyingParty.Options with { TrustAnchors = TrustAnchors.FromPem(root), AttestationPolicy = AttestationPolicy.TrustedOnly });
        return () => strict.CompleteRegistration(begun, RegistrationResponse.Parse(json).Value!).IsAccepted;
    }
}
