using System.Buffers.Binary;

namespace Keystile.WebAuthn;

/// <summary>A key as a TPM holds it: TPMT_PUBLIC (TPM 2.0 Part 2 §12.2.4) of an RSA or an elliptic curve key.</summary>
internal sealed class TpmPublicArea
{
    private const ushort Rsa = 0x0001, Elliptic = 0x0023, Null = 0x0010;
    private const ushort RsaSsa = 0x0014, RsaPss = 0x0016, Ecdsa = 0x0018;
    private const uint DefaultExponent = 65537;

    private TpmPublicArea(SignatureKey key, byte[] name) => (Key, Name) = (key, name);

    /// <summary>The public key.</summary>
    public SignatureKey Key { get; }

    /// <summary>The name (Part 1 §16): the number of the area's own hash, then that hash of the whole area.</summary>
    public byte[] Name { get; }

    /// <summary>The area that <paramref name="bytes"/> wholly are, or null: no key of these kinds, an unknown hash, a wrong length, a byte left over.</summary>
    public static TpmPublicArea? TryParse(ReadOnlySpan<byte> bytes)
    {
        var reader = new TpmReader(bytes);
        if (!reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out var hashId) || TpmHash.Find(hashId) is not { } hash) return null;
        if (!reader.TryReadUInt32(out _) || !reader.TryReadSized(out _)) return null; // objectAttributes, authPolicy
        if (!reader.TryReadUInt16(out var symmetric) || symmetric != Null) return null; // only storage keys have one
        SignatureKey? key = type switch { Rsa => ReadRsa(ref reader), Elliptic => ReadElliptic(ref reader), _ => null };
        if (key is null || !reader.AtEnd) return null;
        return new(key, [(byte)(hashId >> 8), (byte)hashId, .. hash.HashData(bytes)]);
    }

    /// <summary>scheme, keyBits, exponent (0 stands for 65537), modulus.</summary>
    private static RsaKey? ReadRsa(ref TpmReader reader)
    {
        if (!TrySkipScheme(ref reader, RsaSsa, RsaPss) || !reader.TryReadUInt16(out var bits) || !reader.TryReadUInt32(out var exponent)) return null;
        if (!reader.TryReadSized(out var modulus) || modulus.Length * 8 != bits) return null;
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, exponent == 0 ? DefaultExponent : exponent);
        return RsaKey.TryCreate(modulus, bytes.TrimStart((byte)0), CryptoDoor.Current);
    }

    /// <summary>scheme, curve, key derivation (none), x and y, which may come without their leading zeros.</summary>
    private static EcKey? ReadElliptic(ref TpmReader reader)
    {
        if (!TrySkipScheme(ref reader, Ecdsa, Ecdsa) || !reader.TryReadUInt16(out var curve)) return null;
        if (!reader.TryReadUInt16(out var derivation) || derivation != Null) return null;
        if (!reader.TryReadSized(out var x) || !reader.TryReadSized(out var y) || FindCurve(curve) is not { } kind) return null;
        return x.Length <= kind.Length && y.Length <= kind.Length ? EcKey.TryCreate(kind, Pad(x, kind.Length), Pad(y, kind.Length), CryptoDoor.Current) : null;
    }

    /// <summary>No signing scheme, or one of two with the hash it is for.</summary>
    private static bool TrySkipScheme(ref TpmReader reader, ushort one, ushort other) =>
        reader.TryReadUInt16(out var scheme) && (scheme == Null || ((scheme == one || scheme == other) && reader.TryReadUInt16(out var hash) && TpmHash.Find(hash) is not null));

    private static KeyKind? FindCurve(ushort id) => id switch { 0x0003 => KeyKind.P256, 0x0004 => KeyKind.P384, 0x0005 => KeyKind.P521, _ => null };

    private static byte[] Pad(ReadOnlySpan<byte> number, int length)
    {
        var padded = new byte[length];
        number.CopyTo(padded.AsSpan(length - number.Length));
        return padded;
    }
}
