using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>A COSE key with one thing wrong: a registration refuses it, and a sign-in with a record that holds it does too.</summary>
internal static class SpoiledKey
{
    /// <summary>Whatever is wrong with a member: the key is read and found wanting.</summary>
    public static void ShouldBeRefused(CredentialKey key, Action<LooseMap> spoil)
    {
        Registering.With(s => (s.Key, s.PublicKeyMembers) = (key, spoil)).ShouldBeRejectedFor(Rejection.MalformedPublicKey);
        var spoiled = key.ToCose();
        spoil(spoiled);
        OnRecord(key, Cbor.Encode(spoiled)).ShouldBeRejectedFor(Rejection.MalformedPublicKey);
    }

    /// <summary>Whatever is wrong with the CBOR itself: authenticator data ends where canonical CBOR does, so already that does not parse.</summary>
    public static void ShouldNotBeRead(CredentialKey key, Func<byte[], byte[]> spoil)
    {
        Registering.With(s => (s.Key, s.PublicKeyBytes) = (key, spoil)).ShouldBeRejectedFor(Rejection.MalformedAuthenticatorData);
        OnRecord(key, spoil(Cbor.Encode(key.ToCose()))).ShouldBeRejectedFor(Rejection.MalformedPublicKey);
    }

    /// <summary>Whatever is only a matter of writing: a new key is refused for it, a key that another library stored is not.</summary>
    public static void ShouldBeRefusedWhenNewOnly(CredentialKey key, Action<LooseMap> spoil, Rejection reason)
    {
        Registering.With(s => (s.Key, s.PublicKeyMembers) = (key, spoil)).ShouldBeRejectedFor(reason);
        var spoiled = key.ToCose();
        spoil(spoiled);
        OnRecord(key, Cbor.Encode(spoiled)).ShouldBeAccepted();
    }

    private static SigningIn OnRecord(CredentialKey key, byte[] cose) => SigningIn.By(key, s => s.Record = s.Record! with { PublicKey = cose });
}
