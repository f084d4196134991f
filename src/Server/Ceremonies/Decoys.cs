using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Ceremonies;

/// <summary>What a sign-in answers for a name that nobody has: an account that does not exist, the same at every asking.</summary>
/// <remarks>All of it is computed from the name by HMAC; random ids would change between two calls and give themselves away.</remarks>
internal sealed class Decoys(RootKey root)
{
    private readonly byte[] _key = root.Derive("decoys");
    private readonly byte[] _publicKey = NewPublicKey();

    /// <summary>The account and the passkeys of a name that is not there.</summary>
    public (UserHandle Handle, IReadOnlyList<CredentialDescriptor> Credentials) Of(string app, string rpId, string nameKey)
    {
        var subject = $"{app}\n{rpId}\n{nameKey}";
        Span<byte> bytes = stackalloc byte[HMACSHA512.HashSizeInBytes];
        Fill(bytes, subject, "account");
        var (handle, draw) = (UserHandle.TryCreate(bytes[..32])!, bytes[32..36].ToArray());
        var credentials = new CredentialDescriptor[HowMany(draw[0])];
        for (var i = 0; i < credentials.Length; i++)
        {
            Fill(bytes, subject, i switch { 0 => "credential 0", 1 => "credential 1", _ => "credential 2" });
            var (length, transports) = Shape(draw[i + 1]);
            credentials[i] = new(CredentialId.TryCreate(bytes[..length])!, transports);
        }
        return (handle, credentials);
    }

    /// <summary>The record of a passkey that is not there: nobody has its private key, so every assertion fails, and fails at its signature.</summary>
    public CredentialRecord Record(CredentialId id, UserHandle handle)
    {
        var backedUp = (id.Span[^1] & 1) == 1;
        return new()
        {
            Id = id,
            UserHandle = handle,
            PublicKey = _publicKey,
            SignCount = 0,
            BackupEligible = backedUp,
            BackupState = backedUp,
            UserVerificationInitialized = true,
        };
    }

    /// <summary>70 in 100 people have one passkey, 22 two, 8 three.</summary>
    private static int HowMany(byte draw) => draw < 179 ? 1 : draw < 235 ? 2 : 3;

    /// <summary>The ids that the common password managers, platforms and security keys make.</summary>
    private static (int Length, string[] Transports) Shape(byte draw) => draw switch
    {
        < 90 => (16, ["hybrid", "internal"]),
        < 166 => (20, ["hybrid", "internal"]),
        < 230 => (32, ["internal"]),
        _ => (64, ["nfc", "usb"]),
    };

    /// <summary>A COSE key {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.</summary>
    private static byte[] NewPublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    // One HMAC a part, as long as the longest credential id: every sign-in by name computes these, whether it needs them or not.
    private void Fill(Span<byte> bytes, string subject, string part) => HMACSHA512.HashData(_key, Encoding.UTF8.GetBytes($"{part}\n{subject}"), bytes);
}
