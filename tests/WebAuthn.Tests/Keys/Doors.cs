using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>Every door to the machine's cryptography: what one accepts or refuses, all must.</summary>
internal static class Doors
{
    public const string LibCrypto = "libcrypto", LibSodium = "libsodium", DotNet = "dotnet";

    private static readonly NativeDoor Native = new(useSodium: false), Sodium = new(WebAuthn.LibSodium.IsPresent);
    private static readonly ManagedDoor Managed = new();

    public static TheoryData<string> All => [LibCrypto, LibSodium, DotNet];

    public static TheoryData<string> WithEdDsa => [LibCrypto, LibSodium];

    /// <summary>Each door with each algorithm it says it supports.</summary>
    public static TheoryData<string, int> Algorithms
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var door in (string[])[LibCrypto, LibSodium, DotNet])
            {
                foreach (var algorithm in Named(door).Supported) all.Add(door, (int)algorithm);
            }
            return all;
        }
    }

    public static CryptoDoor Named(string name) => name switch { LibCrypto => Native, LibSodium => Sodium, _ => Managed };

    /// <summary>The public half as the library reads it through a door.</summary>
    public static CoseKey Read(CredentialKey key, string door) => CoseKey.Read(Cbor.Encode(key.ToCose()), Named(door)).Value.ShouldNotBeNull();
}
