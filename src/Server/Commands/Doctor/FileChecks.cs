using Keystile.Server.Tokens;

namespace Keystile.Server.Commands.Doctor;

/// <summary>The files beside the database: the root key that nobody else may read, the metadata that must not be stale.</summary>
internal static class FileChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<Finding> Of(ServerOptions options)
    {
        yield return RootKeyFile(options);
        if (options.Metadata is { } metadata) yield return Metadata(metadata.File);
    }

    private static Finding RootKeyFile(ServerOptions options)
    {
        if (options.MasterKey is not null) return Finding.Good("root key", "Given by KEYSTILE_MASTER_KEY.");
        if (!File.Exists(options.MasterKeyFile)) return Finding.Note("root key", "There is none yet; the first start makes it.", "Copy it to another place than the database's backup then.");
        try
        {
            if (RootKey.TryParse(File.ReadAllText(options.MasterKeyFile).Trim()) is null) return Finding.Bad("root key", $"{options.MasterKeyFile} does not hold 32 bytes.", "Put the right key back from its backup; a new one would make every session and token worthless.");
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(options.MasterKeyFile) & Others) == 0
                ? Finding.Good("root key", $"{options.MasterKeyFile}, readable by its owner alone.")
                : Finding.Bad("root key", $"{options.MasterKeyFile} can be read by others.", $"chmod 600 {options.MasterKeyFile}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad("root key", $"{options.MasterKeyFile} cannot be read.", "Run as the server's user, or give the file to that user.");
        }
    }

    private static Finding Metadata(string file)
    {
        if (!File.Exists(file)) return Finding.Note("metadata", $"{file} is not there yet.", "The server downloads it where KEYSTILE_MDS_URL is set; otherwise let a timer do so, as docs/operations.md says.");
        var age = TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(file);
        return age < TimeSpan.FromDays(35)
            ? Finding.Good("metadata", $"{file} is {age.Days} days old.")
            : Finding.Note("metadata", $"{file} is {age.Days} days old; the FIDO metadata service has a new issue every month.", "Let a timer download it; docs/operations.md has the line.");
    }
}
