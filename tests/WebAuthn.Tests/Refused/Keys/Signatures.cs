using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class A_signature_is_refused_when
{
    /// <summary>The order of Ed25519's base point.</summary>
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(Cose.ES256, 1)]
    [InlineData(Cose.EdDSA, 7)]
    public void N071_any_bit_of_what_it_covers_was_flipped(int algorithm, int step)
    {
        var key = CredentialKey.Create(algorithm);
        var bits = 8 * SigningIn.By(key).Make().AuthenticatorData.Length;
        for (var bit = 0; bit < bits; bit += step) ShouldBeRefused(s => s.AuthenticatorDataSent = Flip(bit));
        bits = 8 * SigningIn.By(key).Make().ClientDataJson.Length;
        for (var bit = 0; bit < bits; bit += step) ShouldBeRefused(s => s.ClientDataSent = Flip(bit));

        void ShouldBeRefused(Action<SigningIn> spoil) => SigningIn.By(key, spoil).Complete().IsAccepted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Cose.ES256, 1)]
    [InlineData(Cose.EdDSA, 1)]
    [InlineData(Cose.RS256, 31)]
    public void N071_any_bit_of_it_was_flipped(int algorithm, int step)
    {
        var key = CredentialKey.Create(algorithm);
        var bits = 8 * key.Sign([]).Length - 24; // an ECDSA signature may come out a byte or two shorter next time
        for (var bit = 0; bit < bits; bit += step) SigningIn.By(key, s => s.SignatureSent = Flip(bit)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Theory]
    [InlineData(" ", "{")]
    [InlineData("\n", "}")]
    [InlineData(" ", "\":")]
    public void N072_the_client_data_was_written_anew_with_blanks(string blank, string at) =>
        SigningIn.With(s => s.ClientDataSent = Text(json => json.Replace(at, at + blank, StringComparison.Ordinal))).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    [Fact]
    public void N072_the_client_data_was_written_anew_in_another_order_or_spelling()
    {
        const string last = ",\"crossOrigin\":false";
        SigningIn.With(s => s.ClientDataSent = Text(json => json.Replace(last, "", StringComparison.Ordinal).Insert(1, last[1..] + ","))).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.With(s => s.ClientDataSent = Text(json => json.Replace("//", "\\/\\/", StringComparison.Ordinal))).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.With(s => s.ClientDataSent = Text(json => "\uFEFF" + json)).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Fact]
    public void N077_S_of_an_Ed25519_signature_is_not_below_the_order() =>
        SigningIn.By(CredentialKey.Create(Cose.EdDSA), s => s.SignatureSent = signature =>
        {
            var plus = (new BigInteger(signature.AsSpan(32), isUnsigned: true) + L).ToByteArray(isUnsigned: true);
            return [.. signature[..32], .. plus, .. new byte[32 - plus.Length]];
        }).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    [Theory]
    [InlineData(Cose.EdDSA)]
    [InlineData(Cose.Ed448)]
    public void N077_an_Edwards_signature_is_longer_or_shorter(int algorithm)
    {
        var key = CredentialKey.Create(algorithm);
        foreach (var spoil in (Func<byte[], byte[]>[])[s => s[..^1], s => [.. s, 0], s => [0, .. s], s => s[..(s.Length / 2)], s => new byte[s.Length]])
        {
            SigningIn.By(key, s => s.SignatureSent = spoil).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        }
    }

    [Fact]
    public void N077_an_Edwards_signature_is_over_the_hash_of_what_it_should_cover()
    {
        var key = CredentialKey.Create(Cose.EdDSA);
        SigningIn.By(key, s => s.Signer = data => key.Sign(SHA512.HashData(data))).ShouldBeRejectedFor(Rejection.SignatureInvalid);
    }

    [Fact]
    public void N078_another_credential_of_the_same_user_made_it() => SigningIn.With(s => s.Signer = CredentialKey.Create(Cose.ES256).Sign).ShouldBeRejectedFor(Rejection.SignatureInvalid);

    [Fact]
    public void N079_it_was_made_as_an_attestation()
    {
        var registration = new RegistrationScenario { Statement = new PackedSelfStatement() };
        byte[] attested = [];
        registration.StatementMembers = statement => attested = (byte[])statement["sig"]!;
        var made = registration.Make();
        SigningIn.By(registration.Key, s => s.SignatureSent = _ => attested).ShouldBeRejectedFor(Rejection.SignatureInvalid);
        SigningIn.By(registration.Key, s =>
        {
            s.Begun = s.Begun with { Challenge = Challenge.TryCreate(registration.Challenge)! };
            (s.ClientDataSent, s.AuthenticatorDataSent, s.SignatureSent) = (_ => made.ClientDataJson, _ => made.AuthenticatorData, _ => attested);
        }).ShouldBeRejectedFor(Rejection.WrongCeremonyType);
    }

    [Fact]
    public void N080_it_is_empty() => SigningIn.With(s => s.SignatureSent = _ => []).ShouldBeRejectedFor(Rejection.MalformedCredential);

    [Fact]
    public void a_registration_s_self_attestation_covers_other_bytes()
    {
        Registering.With(s => (s.Statement, s.ClientDataSent) = (new PackedSelfStatement(), Text(json => json + " "))).Complete().IsAccepted.ShouldBeFalse();
        Registering.With(s => (s.Statement, s.AuthenticatorDataSent) = (new PackedSelfStatement(), Flip((8 * 36) + 7))).Complete().IsAccepted.ShouldBeFalse();
    }

    private static Func<byte[], byte[]> Flip(int bit) => bytes =>
    {
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return bytes;
    };

    private static Func<byte[], byte[]> Text(Func<string, string> spoil) => bytes => Encoding.UTF8.GetBytes(spoil(Encoding.UTF8.GetString(bytes)));
}
