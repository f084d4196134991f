using System.Runtime.InteropServices;

namespace Keystile.WebAuthn;

/// <summary>Finds a system library by the file names of the versions whose ABI we know.</summary>
internal static class NativeLibraries
{
    public const string LibCrypto = "libcrypto", LibSodium = "libsodium";

    private static readonly nint Crypto = Load(OperatingSystem.IsMacOS() ? ["libcrypto.3.dylib"] : ["libcrypto.so.3"]);
    private static readonly nint Sodium = Load(["libsodium.so.26", "libsodium.so.23"]);

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, static (name, _, _) => HandleOf(name));

    /// <summary>The library's handle, or 0 where the machine has none.</summary>
    public static nint HandleOf(string name) => name switch { LibCrypto => Crypto, LibSodium => Sodium, _ => 0 };

    private static nint Load(ReadOnlySpan<string> files)
    {
        if (OperatingSystem.IsWindows()) return 0; // its search path has the folder of whoever asks: nothing there is the system's
        foreach (var file in files)
        {
            if (NativeLibrary.TryLoad(file, typeof(NativeLibraries).Assembly, DllImportSearchPath.SafeDirectories, out var handle)) return handle;
        }
        return 0;
    }
}
