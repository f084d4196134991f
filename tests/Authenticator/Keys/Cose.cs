namespace Keystile.Authenticator;

/// <summary>COSE algorithm numbers, written out again so that a wrong one in the library is not mirrored here.</summary>
public static class Cose
{
    public const int
        ES256 = -7, EdDSA = -8, ESP256 = -9, Ed25519 = -19, ES384 = -35, ES512 = -36, PS256 = -37, PS384 = -38, PS512 = -39,
        ES256K = -47, MLDsa44 = -48, MLDsa65 = -49, MLDsa87 = -50, ESP384 = -51, ESP512 = -52, Ed448 = -53,
        RS256 = -257, RS384 = -258, RS512 = -259, RS1 = -65535;

    /// <summary>Labels of a COSE key: common, then by key type.</summary>
    public const int KeyType = 1, Algorithm = 3, Curve = -1, X = -2, Y = -3, RsaN = -1, RsaE = -2, Public = -1;
}
