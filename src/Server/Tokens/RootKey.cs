using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Server.Tokens;

/// <summary>The one secret of an installation. Every other key is derived from it, and it is never in the database: a stolen dump mints nothing.</summary>
/// <remarks>While it is changed there is a second one, which nothing is made with: what it made is accepted.</remarks>
internal sealed class RootKey
{
    public const int Length = 32;
    private readonly byte[][] _keys;

    public RootKey(byte[] key, byte[]? old = null)
    {
        _keys = old is null ? [key] : [key, old];
        if (_keys.Any(one => one.Length != Length)) throw new ArgumentException($"A root key is {Length} bytes.", nameof(key));
    }

    /// <summary>Whether a former root key is still accepted.</summary>
    public bool HasOld => _keys.Length > 1;

    /// <summary>The key the operator gave, or the one in the file, made with mode 0600 on the first run; and the one before, where that is given or its file is there.</summary>
    public static RootKey Load(ServerOptions options)
    {
        var key = options.MasterKey ?? ReadFile(options.MasterKeyFile) ?? MakeFile(options.MasterKeyFile);
        var old = options.OldMasterKey ?? (options.MasterKey is null ? ReadFile(options.OldMasterKeyFile) : null);
        if (old is not null && CryptographicOperations.FixedTimeEquals(key, old)) throw new WrongSettingException("The old root key is the one in force; give the one before, or take the old one away.");
        return new(key, old);
    }

    /// <summary>32 bytes from hexadecimal, base64 or base64url; null where the text is anything else.</summary>
    public static byte[]? TryParse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == Length * 2 && trimmed.All(char.IsAsciiHexDigit)) return Convert.FromHexString(trimmed);
        var base64 = trimmed.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(base64, out var length) && length == Length ? Base64Url.DecodeFromChars(base64) : null;
    }

    /// <summary>A key of 32 bytes for one purpose (HKDF-SHA256), to make something with. Two purposes never share a key.</summary>
    public byte[] Derive(string purpose) => Derive(_keys[0], purpose);

    /// <summary>The keys by which what was made for that purpose is known: the one in force, then the old one's.</summary>
    public byte[][] Accepted(string purpose) => [.. _keys.Select(key => Derive(key, purpose))];

    private static byte[] Derive(byte[] key, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, salt: null, Encoding.UTF8.GetBytes("keystile/" + purpose));

    private static byte[]? ReadFile(string path) =>
        !File.Exists(path) ? null
        : TryParse(File.ReadAllText(path)) ?? throw new WrongSettingException($"The root key file {path} does not hold 32 bytes in base64; restore it from its backup.");

    private static byte[] MakeFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is the key.
            File.Delete(unfinished);
        }
        return ReadFile(path)!;
    }
}
