using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Accepted;

public sealed class An_algorithm_is_served
{
    /// <summary>All that the library has a name for and this machine can check.</summary>
    public static TheoryData<CoseAlgorithm> Supported => [.. CoseAlgorithms.Supported];

    [Theory]
    [MemberData(nameof(Supported))]
    public void V22_from_registration_to_sign_in(CoseAlgorithm algorithm)
    {
        var key = CredentialKey.Create((int)algorithm);
        Registering.With(s => s.Key = key).ShouldBeAccepted().Algorithm.ShouldBe(algorithm);
        SigningIn.By(key).ShouldBeAccepted();
        SigningIn.By(key, s => s.SignatureSent = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)]).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Fact]
    public void V22_by_the_library_as_WebAuthn_lists_them()
    {
        int[] expected =
        [
            Cose.ES256, Cose.EdDSA, Cose.ESP256, Cose.Ed25519, Cose.ES384, Cose.ES512, Cose.PS256, Cose.PS384, Cose.PS512, Cose.ES256K,
            Cose.ESP384, Cose.ESP512, Cose.Ed448, Cose.RS256, Cose.RS384, Cose.RS512, Cose.RS1,
        ];
        int[] postQuantum = MLDsa.IsSupported ? [Cose.MLDsa44, Cose.MLDsa65, Cose.MLDsa87] : [];
        CoseAlgorithms.Supported.Select(algorithm => (int)algorithm).ShouldBe([.. expected, .. postQuantum], ignoreOrder: true);
    }

    [Fact]
    public void V40_post_quantum_where_this_machine_has_it_and_loudly_not_where_it_has_not()
    {
        foreach (var (algorithm, length) in (ReadOnlySpan<(int, int)>)[(Cose.MLDsa44, 1312), (Cose.MLDsa65, 1952), (Cose.MLDsa87, 2592)])
        {
            if (MLDsa.IsSupported) Registering.With(s => s.Key = CredentialKey.Create(algorithm)).ShouldBeAccepted();
            else
            {
                Registering.With(s =>
                {
                    s.PublicKeyBytes = _ => Cbor.Encode(new LooseMap { { Cose.KeyType, 7 }, { Cose.Algorithm, algorithm }, { Cose.Public, new byte[length] } });
                    s.Begun = s.Begun with { Algorithms = [(CoseAlgorithm)algorithm] };
                }).ShouldBeRejectedFor(Rejection.AlgorithmUnavailable);
            }
        }
    }
}
