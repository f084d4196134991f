using System.Numerics;

namespace Keystile.Authenticator;

/// <summary>ECDSA signatures as DER, of any two integers and in any ill form.</summary>
public static class DerSignature
{
    /// <summary>SEQUENCE { INTEGER r, INTEGER s }, both in their shortest form.</summary>
    public static byte[] Of(BigInteger r, BigInteger s) => Sequence([.. Number(r), .. Number(s)]);

    /// <summary>The two integers of a well-formed signature.</summary>
    public static (BigInteger R, BigInteger S) Parse(byte[] signature)
    {
        var body = signature[(signature[1] < 0x80 ? 2 : 3)..];
        return (new(body.AsSpan(2, body[1]), isBigEndian: true), new(body.AsSpan(4 + body[1]), isBigEndian: true));
    }

    /// <summary>INTEGER in its shortest form.</summary>
    public static byte[] Number(BigInteger value) => Element(0x02, value.ToByteArray(isBigEndian: true));

    /// <summary>SEQUENCE around what is given.</summary>
    public static byte[] Sequence(byte[] content) => Element(0x30, content);

    /// <summary>Any element of up to 65,535 bytes.</summary>
    public static byte[] Element(byte tag, byte[] content) => content.Length switch
    {
        < 0x80 => [tag, (byte)content.Length, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Length, .. content],
        _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content],
    };
}
