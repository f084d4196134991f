using Keystile.Authenticator;
using Keystile.WebAuthn;

namespace Keystile.Fuzz.Tests;

/// <summary>Ceremonies of every format and kind of key, two of each so that parts can be exchanged.</summary>
internal static class Specimens
{
    public static IReadOnlyList<Specimen> All() => [.. Once(1), .. Once(2)];

    private static IEnumerable<Specimen> Once(int number)
    {
        var root = CertificateAuthority.NewRoot();
        var anchors = TrustAnchors.FromDer(root.Certificate.RawData);
        IStatementMaker Packed() => new PackedStatement { Issuer = root };

        yield return Registration("none", Cose.ES256, new NoStatement(), TrustAnchors.None);
        yield return Registration("packed self ES256", Cose.ES256, new PackedSelfStatement(), TrustAnchors.None);
        yield return Registration("packed self RS256", Cose.RS256, new PackedSelfStatement(), TrustAnchors.None);
        yield return Registration("packed self Ed25519", Cose.EdDSA, new PackedSelfStatement(), TrustAnchors.None);
        yield return Registration("packed", Cose.ES256, Packed(), anchors);
        yield return Registration("packed with extensions", Cose.EdDSA, Packed(), anchors, s => s.Extensions = new() { { "credProtect", 2 }, { "minPinLength", 4 } });
        yield return Registration("tpm ES256", Cose.ES256, new TpmStatement { Issuer = root }, anchors);
        yield return Registration("tpm RS256", Cose.RS256, new TpmStatement { Issuer = root }, anchors);
        yield return Registration("android-key", Cose.ES256, new AndroidKeyStatement { Issuer = root }, anchors);
        yield return Registration("android-safetynet", Cose.ES256, new SafetyNetStatement(Specimen.StoppedClock.Now) { Issuer = root }, anchors);
        yield return Registration("apple", Cose.ES256, new AppleStatement { Issuer = root }, anchors);
        yield return Registration("compound", Cose.ES256, new CompoundStatement(Packed(), new TpmStatement { Issuer = root }), anchors);
        var u2f = new FidoU2fStatement { Issuer = root };
        yield return Registration("fido-u2f", Cose.ES256, u2f, anchors, u2f.Apply);

        foreach (var algorithm in (int[])[Cose.ES256, Cose.ES384, Cose.ES512, Cose.ES256K, Cose.EdDSA, Cose.Ed448, Cose.RS256, Cose.PS256])
        {
            yield return Assertion($"sign-in {algorithm}", algorithm, identifiedFirst: false);
        }
        yield return Assertion("sign-in of a user who was identified first", Cose.ES256, identifiedFirst: true, s => s.UserHandle = null);
        yield return Assertion("sign-in with extensions", Cose.ES256, identifiedFirst: false, s => s.Extensions = new() { { "hmac-secret", new byte[32] } });

        Specimen Registration(string name, int algorithm, IStatementMaker maker, TrustAnchors trusted, Action<RegistrationScenario>? change = null)
        {
            var scenario = new RegistrationScenario { Key = CredentialKey.Create(algorithm), Statement = maker };
            change?.Invoke(scenario);
            return Specimen.Registration($"{name} #{number}", scenario, trusted);
        }

        Specimen Assertion(string name, int algorithm, bool identifiedFirst, Action<AssertionScenario>? change = null)
        {
            var scenario = new AssertionScenario(new RegistrationScenario { Key = CredentialKey.Create(algorithm) }.Make().Credential) { SignCount = 100 };
            change?.Invoke(scenario);
            return Specimen.Assertion($"{name} #{number}", scenario, identifiedFirst);
        }
    }
}
