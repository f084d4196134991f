namespace Keystile.WebAuthn;

/// <summary>COSE key types (RFC 9052 §7, RFC 8230, RFC 9964).</summary>
internal enum CoseKeyType { Okp = 1, Ec2 = 2, Rsa = 3, Akp = 7 }

/// <summary>One kind of public key: its COSE key type and curve, its length, and how X.509 names it.</summary>
internal sealed class KeyKind
{
    /// <summary>COSE curve numbers are below this.</summary>
    public const int CurveNumbers = 9;

    public static readonly KeyKind P256 = new(CoseKeyType.Ec2, curve: 1, length: 32, "3059301306072a8648ce3d020106082a8648ce3d03010703420004", "1.2.840.10045.3.1.7");
    public static readonly KeyKind P384 = new(CoseKeyType.Ec2, curve: 2, length: 48, "3076301006072a8648ce3d020106052b8104002203620004", "1.3.132.0.34");
    public static readonly KeyKind P521 = new(CoseKeyType.Ec2, curve: 3, length: 66, "30819b301006072a8648ce3d020106052b810400230381860004", "1.3.132.0.35");
    public static readonly KeyKind Secp256k1 = new(CoseKeyType.Ec2, curve: 8, length: 32, "3056301006072a8648ce3d020106052b8104000a03420004", "1.3.132.0.10");
    public static readonly KeyKind Ed25519 = new(CoseKeyType.Okp, curve: 6, length: 32, "302a300506032b6570032100");
    public static readonly KeyKind Ed448 = new(CoseKeyType.Okp, curve: 7, length: 57, "3043300506032b6571033a00");
    public static readonly KeyKind Rsa = new(CoseKeyType.Rsa, curve: 0, length: 0, "");
    public static readonly KeyKind MLDsa44 = new(CoseKeyType.Akp, curve: 0, length: 1312, "");
    public static readonly KeyKind MLDsa65 = new(CoseKeyType.Akp, curve: 0, length: 1952, "");
    public static readonly KeyKind MLDsa87 = new(CoseKeyType.Akp, curve: 0, length: 2592, "");

    private readonly byte[] _spkiPrefix;

    private KeyKind(CoseKeyType type, int curve, int length, string spkiPrefix, string curveOid = "") =>
        (Type, Curve, Length, _spkiPrefix, CurveOid) = (type, curve, length, Convert.FromHexString(spkiPrefix), curveOid);

    /// <summary>The COSE key type, <c>kty</c>.</summary>
    public CoseKeyType Type { get; }

    /// <summary>The COSE curve, <c>crv</c>; 0 where the type has none.</summary>
    public int Curve { get; }

    /// <summary>The curve's object identifier; empty where the type has none.</summary>
    public string CurveOid { get; }

    /// <summary>Bytes of a coordinate of EC2, of the whole key of OKP and AKP; 0 for RSA, which has a range.</summary>
    public int Length { get; }

    /// <summary>The DER of a SubjectPublicKeyInfo up to the key's own bytes, without RSA's; empty where X.509 has no business with the kind here.</summary>
    public ReadOnlySpan<byte> SpkiPrefix => _spkiPrefix;
}
