using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Server.Tokens;

/// <summary>The one secret of an installation. Every other key is derived from it, and it is never in the database: a stolen dump mints nothing.</summary>
internal sealed class RootKey
{
    public const int Length = 32;
    private readonly byte[] _key;

    public RootKey(byte[] key) => _key = key.Length == Length ? key : throw new ArgumentException($"A root key is {Length} bytes.", nameof(key));

    /// <summary>The key the operator gave, or the one in the file, made with mode 0600 on the first run.</summary>
    public static RootKey Load(ServerOptions options) => new(options.MasterKey ?? ReadFile(options.MasterKeyFile) ?? MakeFile(options.MasterKeyFile));

    /// <summary>32 bytes from hexadecimal, base64 or base64url; null where the text is anything else.</summary>
    public static byte[]? TryParse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == Length * 2 && trimmed.All(char.IsAsciiHexDigit)) return Convert.FromHexString(trimmed);
        var base64 = trimmed.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(base64, out var length) && length == Length ? Base64Url.DecodeFromChars(base64) : null;
    }

    /// <summary>A key of 32 bytes for one purpose (HKDF-SHA256). Two purposes never share a key.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, salt: null, Encoding.UTF8.GetBytes("keystile/" + purpose));

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
