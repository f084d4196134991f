using System.Formats.Asn1;

namespace Keystile.WebAuthn;

/// <summary>The two writings of an ECDSA signature: two numbers of fixed length side by side (JWS), or a DER sequence (X.509, WebAuthn §6.5.5).</summary>
internal static class EcdsaSignature
{
    /// <summary>The DER of r and s, which stand side by side in <paramref name="length"/> bytes each; empty, and so no signature, where they do not.</summary>
    public static byte[] ToDer(ReadOnlySpan<byte> sideBySide, int length)
    {
        if (sideBySide.Length != 2 * length) return [];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteUnsigned(writer, sideBySide[..length]);
            WriteUnsigned(writer, sideBySide[length..]);
        }
        return writer.Encode();
    }

    private static void WriteUnsigned(AsnWriter writer, ReadOnlySpan<byte> number)
    {
        var trimmed = number.TrimStart((byte)0);
        writer.WriteIntegerUnsigned(trimmed.IsEmpty ? [0] : trimmed);
    }
}
