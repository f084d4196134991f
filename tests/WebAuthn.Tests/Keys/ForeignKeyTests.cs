using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

public sealed class A_foreign_key
{
    [Theory]
    [InlineData(Cose.ES256)]
    [InlineData(Cose.ES384)]
    [InlineData(Cose.ES512)]
    [InlineData(Cose.ES256K)]
    [InlineData(Cose.RS256)]
    [InlineData(Cose.PS256)]
    [InlineData(Cose.EdDSA)]
    public void is_read_from_COSE_and_from_DER_alike(int algorithm)
    {
        var authenticator = CredentialKey.Create(algorithm);
        var cose = Cbor.Encode(authenticator.ToCose());
        var read = ForeignKey.TryReadCose(cose).ShouldNotBeNull();
        read.Algorithm.ShouldBe((CoseAlgorithm)algorithm);
        read.Cose.ToArray().ShouldBe(cose);

        var spki = algorithm == Cose.EdDSA ? [.. Convert.FromHexString("302a300506032b6570032100"), .. (byte[])authenticator.ToCose()[Cose.X]!] : authenticator.ToSubjectPublicKeyInfo()!;
        ForeignKey.TryReadSpki(spki, (CoseAlgorithm)algorithm).ShouldNotBeNull().Cose.ToArray().ShouldBe(cose);
        if (algorithm != Cose.PS256) ForeignKey.TryReadSpki(spki).ShouldNotBeNull().Algorithm.ShouldBe((CoseAlgorithm)algorithm);
    }

    [Fact]
    public void is_none_where_bytes_are_cut_added_or_of_another_algorithm()
    {
        var key = CredentialKey.Create(Cose.ES256);
        var (cose, spki) = (Cbor.Encode(key.ToCose()), key.ToSubjectPublicKeyInfo()!);
        for (var length = 0; length < cose.Length; length++) ForeignKey.TryReadCose(cose.AsSpan(..length)).ShouldBeNull();
        for (var length = 0; length < spki.Length; length++) ForeignKey.TryReadSpki(spki.AsSpan(..length)).ShouldBeNull();
        ForeignKey.TryReadCose([.. cose, 0]).ShouldBeNull();
        foreach (var label in (long[])[long.MinValue, long.MaxValue, -24, 24]) ForeignKey.TryReadCose(Cbor.Encode(new LooseMap { { label, 0 } })).ShouldBeNull();
        ForeignKey.TryReadSpki([.. spki, 0]).ShouldBeNull();
        ForeignKey.TryReadSpki(spki, CoseAlgorithm.ES384).ShouldBeNull();
        ForeignKey.TryReadSpki(spki, CoseAlgorithm.RS256).ShouldBeNull();
        ForeignKey.TryReadSpki(spki, (CoseAlgorithm)1).ShouldBeNull();
        spki[^1] ^= 1;
        ForeignKey.TryReadSpki(spki).ShouldBeNull();
    }
}
