using System.Globalization;
using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Events.Sealing;

/// <summary>How far the chain reached, kept outside the database: whoever cuts its end off together with the seals is found out by it. A file beside the root key, and a line in the log.</summary>
internal sealed class Checkpoint(ServerOptions options, TimeProvider time, ILogger<Checkpoint> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private DateTimeOffset _logged = DateTimeOffset.MinValue;
    private bool _isWritable = true;
    private long? _number;

    /// <summary>Where it is kept.</summary>
    public static string PathIn(ServerOptions options) => Path.Combine(Path.GetDirectoryName(options.MasterKeyFile)!, "audit.checkpoint");

    /// <summary>Writes it down, and into the log once a minute.</summary>
    public void Write(EventSealRow seal)
    {
        var text = Text(seal);
        if (time.GetUtcNow() - _logged >= Interval)
        {
            _logged = time.GetUtcNow();
            log.Sealed(text);
        }
        if (!_isWritable) return;
        try
        {
            var path = PathIn(options);
            if (_number is null && File.Exists(path)) _number = TryParse(File.ReadAllText(path))?.Number;
            if (seal.Number <= _number)
            {
                // The chain is shorter than it was: what proves that must not be written over.
                log.EventsMissing();
                return;
            }
            _number = seal.Number;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path + ".new", text + "\n");
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // A container whose disk is read-only: the log has it.
            _isWritable = false;
        }
    }

    /// <summary>Begins anew at the last seal that a restore brought; null where it brought none.</summary>
    public static void Replace(ServerOptions options, EventSealRow? seal)
    {
        var path = PathIn(options);
        File.Delete(path);
        if (seal is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Text(seal) + "\n");
    }

    /// <summary>How far the record is known to have reached; null where no file says so.</summary>
    public static string? Read(ServerOptions options) => File.Exists(PathIn(options)) ? File.ReadAllText(PathIn(options)).Trim() : null;

    /// <summary>A checkpoint in one word: the seal's number and the hash of the chain.</summary>
    public static string Text(EventSealRow seal) => string.Create(CultureInfo.InvariantCulture, $"{seal.Number}:{Convert.ToHexStringLower(seal.Hash.Span)}");

    /// <summary>The number and the hash in that word; null where it is none.</summary>
    public static (long Number, byte[] Hash)? TryParse(string text) =>
        text.Trim().Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, CultureInfo.InvariantCulture, out var value) && hash.All(char.IsAsciiHexDigit)
            ? (value, Convert.FromHexString(hash)) : null;
}
