using System.Runtime.InteropServices;

namespace Keystile.WebAuthn;

/// <summary>The one function of the system's libsodium that we call: it checks Ed25519 in half of libcrypto's time. A machine does well without.</summary>
internal static unsafe partial class LibSodium
{
    private const string Library = NativeLibraries.LibSodium;

    /// <summary>Whether the library is there and has found its fastest code for this processor.</summary>
    public static readonly bool IsPresent;

    static LibSodium() => IsPresent = NativeLibraries.HandleOf(Library) != 0 && sodium_init() >= 0;

    [LibraryImport(Library)] private static partial int sodium_init();
    [LibraryImport(Library)] public static partial int crypto_sign_ed25519_verify_detached(byte* signature, byte* data, ulong length, byte* key);
}
