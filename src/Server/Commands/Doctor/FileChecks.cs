using Keystile.Server.Tokens;

namespace Keystile.Server.Commands.Doctor;

/// <summary>The files beside the database: the root key that nobody else may read, the metadata that must not be stale.</summary>
internal static class FileChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<Finding> Of(ServerOptions options)
    {
        yield return options.MasterKey is not null ? Finding.Good("root key", "Given by KEYSTILE_MASTER_KEY.")
            : !File.Exists(options.MasterKeyFile) ? Finding.Note("root key", "There is none yet; the first start makes it.", "Copy it to another place than the database's backup then.")
            : KeyFile("root key", options.MasterKeyFile);
        if (options is { MasterKey: null, OldMasterKey: null } && File.Exists(options.OldMasterKeyFile)) yield return KeyFile("old root key", options.OldMasterKeyFile);
        if (options.Metadata is { } metadata) yield return Metadata(metadata.File);
    }

    private static Finding KeyFile(string check, string file)
    {
        try
        {
            if (RootKey.TryParse(File.ReadAllText(file).Trim()) is null) return Finding.Bad(check, $"{file} does not hold 32 bytes.", "Put the right key back from its backup; a new one would make every session and token worthless.");
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Others) == 0
                ? Finding.Good(check, $"{file}, readable by its owner alone.")
                : Finding.Bad(check, $"{file} can be read by others.", $"chmod 600 {file}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(check, $"{file} cannot be read.", "Run as the server's user, or give the file to that user.");
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
