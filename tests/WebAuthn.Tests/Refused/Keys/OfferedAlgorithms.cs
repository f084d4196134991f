using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_algorithm_is_refused_when
{
    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.RS256)]
    [InlineData(Cose.EdDSA)]
    public void N060_it_was_not_offered(int algorithm) =>
        Registering.With(s => (s.Key, s.Begun) = (CredentialKey.Create(algorithm), s.Begun with { Algorithms = [CoseAlgorithm.ES384] })).ShouldBeRejectedFor(Rejection.AlgorithmNotOffered);

    [Fact]
    public void N060_only_its_twin_was_offered() =>
        Registering.With(s => (s.Key, s.Begun) = (CredentialKey.Create(Cose.ESP256), s.Begun with { Algorithms = [CoseAlgorithm.ES256] })).ShouldBeRejectedFor(Rejection.AlgorithmNotOffered);

    [Fact]
    public void N069_it_is_RS1_and_nobody_named_it()
    {
        Registering.With(s => (s.Key, s.Begun) = (CredentialKey.Create(Cose.RS1), s.Begun with { Algorithms = s.Party.Algorithms })).ShouldBeRejectedFor(Rejection.AlgorithmNotOffered);
        CoseAlgorithms.DefaultOffer.ShouldNotContain((CoseAlgorithm)Cose.RS1);
    }

    [Theory]
    [InlineData(Cose.MLDsa44, 7, 1311)]
    [InlineData(Cose.MLDsa44, 7, 1313)]
    [InlineData(Cose.MLDsa44, 7, 1952)]
    [InlineData(Cose.MLDsa65, 7, 1312)]
    [InlineData(Cose.MLDsa87, 7, 1952)]
    [InlineData(Cose.MLDsa44, 1, 1312)]
    [InlineData(Cose.MLDsa44, 2, 1312)]
    [InlineData(Cose.MLDsa65, 6, 1952)]
    public void N068_an_ML_DSA_key_is_not_of_its_type_and_length(int algorithm, int type, int length) =>
        WithKey(new() { { Cose.KeyType, type }, { Cose.Algorithm, algorithm }, { Cose.Public, new byte[length] } }).ShouldBeRejectedFor(Rejection.MalformedPublicKey);

    [Fact]
    public void N068_an_ML_DSA_key_has_its_private_part() =>
        WithKey(new() { { Cose.KeyType, 7 }, { Cose.Algorithm, Cose.MLDsa44 }, { Cose.Public, new byte[1312] }, { -2, new byte[32] } }).ShouldBeRejectedFor(Rejection.MalformedPublicKey);

    private static Registering WithKey(LooseMap key) => Registering.With(s =>
    {
        s.PublicKeyBytes = _ => Cbor.Encode(key);
        s.Begun = s.Begun with { Algorithms = [(CoseAlgorithm)Cose.MLDsa44, (CoseAlgorithm)Cose.MLDsa65, (CoseAlgorithm)Cose.MLDsa87] };
    });
}
