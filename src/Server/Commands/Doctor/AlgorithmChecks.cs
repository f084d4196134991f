using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Doctor;

/// <summary>Which signatures this machine can check.</summary>
internal static class AlgorithmChecks
{
    public static Finding Of()
    {
        var names = string.Join(", ", CoseAlgorithms.Supported);
        return !CoseAlgorithms.Supported.Contains(CoseAlgorithm.ES256) ? Finding.Bad("algorithms", "ES256 is not available, which nearly every passkey uses.", "Install OpenSSL 3.")
            : !CoseAlgorithms.Supported.Contains(CoseAlgorithm.EdDSA) ? Finding.Note("algorithms", $"{names}; Ed25519 is not offered.", "Install OpenSSL 3 (libcrypto.so.3), which provides it.")
            : Finding.Good("algorithms", names + ".");
    }
}
