using System.Security.Cryptography;
using System.Text;

namespace Keystile.Storage;

/// <summary>What a backup is encrypted with: a passphrase or a key of 32 bytes.</summary>
public sealed class ArchiveSecret
{
    private const int Rounds = 600_000, MostRounds = 10_000_000, KeyLength = 32, SaltLength = 32;
    private readonly byte[] _secret;
    private readonly bool _isKey;

    private ArchiveSecret(byte[] secret, bool isKey) => (_secret, _isKey) = (secret, isKey);

    /// <summary>A passphrase, stretched by PBKDF2 with SHA-512.</summary>
    public static ArchiveSecret Passphrase(string text) => new(Encoding.UTF8.GetBytes(text), isKey: false);

    /// <summary>A key of 32 random bytes.</summary>
    public static ArchiveSecret Key(byte[] key) => key.Length == KeyLength ? new(key, isKey: true) : throw new ArgumentException($"A key is {KeyLength} bytes.", nameof(key));

    /// <summary>A fresh lock of a new backup, and its key.</summary>
    internal (ArchiveLock Lock, byte[] Key) Make()
    {
        var made = new ArchiveLock(_isKey ? 0 : Rounds, RandomNumberGenerator.GetBytes(SaltLength), []);
        var key = Derive(made);
        return (made with { Check = CheckOf(key, made.Salt) }, key);
    }

    /// <exception cref="ArchiveException">It is not the one that the backup was encrypted with.</exception>
    internal byte[] Open(ArchiveLock made)
    {
        if (_isKey != (made.Rounds == 0)) throw new ArchiveException(_isKey ? "This backup was encrypted with a passphrase; give --passphrase-file." : "This backup was encrypted with a key; give --key-file.");
        if (!_isKey && made.Rounds is < Rounds or > MostRounds) throw new ArchiveException("The beginning of this backup is damaged; choose another.");
        var key = Derive(made);
        return CryptographicOperations.FixedTimeEquals(CheckOf(key, made.Salt), made.Check) ? key
            : throw new ArchiveException($"The {(_isKey ? "key" : "passphrase")} is not the one this backup was encrypted with, or its beginning is damaged.");
    }

    private byte[] Derive(ArchiveLock made)
    {
        var stretched = _isKey ? _secret : Rfc2898DeriveBytes.Pbkdf2(_secret, made.Salt, made.Rounds, HashAlgorithmName.SHA512, KeyLength);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, stretched, KeyLength, made.Salt, "keystile/backup"u8.ToArray());
    }

    private static byte[] CheckOf(byte[] key, byte[] salt) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 16, salt, "keystile/backup/check"u8.ToArray());
}
