using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.Storage;

/// <summary>The first line of a backup, which anyone can read: what it is, of when, and how it is encrypted.</summary>
internal sealed record ArchiveHeader
{
    public const int Version = 1;
    private const int MostBytes = 4096;

    public string Keystile { get; init; } = "backup";

    public int Format { get; init; } = Version;

    /// <summary>The number of the newest migration.</summary>
    public required int Schema { get; init; }

    public required string Engine { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>By how much the places of events were lessened: all are below zero in a backup, and whatever happens after a restore is above.</summary>
    public required long Shift { get; init; }

    /// <summary>Null where it is not encrypted.</summary>
    public ArchiveLock? Lock { get; init; }

    /// <summary>The line as it stands in the file.</summary>
    [JsonIgnore] public ReadOnlyMemory<byte> Line { get; private init; }

    public ArchiveHeader WriteTo(Stream to)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(this, ArchiveJson.Default.ArchiveHeader);
        to.Write(line);
        to.WriteByte((byte)'\n');
        return this with { Line = line };
    }

    /// <exception cref="ArchiveException">It is no backup, or one of a newer program.</exception>
    public static ArchiveHeader ReadFrom(Stream from)
    {
        List<byte> line = [];
        int next;
        while ((next = from.ReadByte()) is not (-1 or '\n') && line.Count < MostBytes) line.Add((byte)next);
        var header = next == '\n' ? TryParse([.. line]) : null;
        if (header is not { Keystile: "backup" }) throw new ArchiveException("This file is no backup of Keystile, or its beginning is damaged; choose another.");
        return header.Format == Version ? header with { Line = line.ToArray() } : throw new ArchiveException("This backup was made by a newer program; restore it with that.");
    }

    private static ArchiveHeader? TryParse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ArchiveJson.Default.ArchiveHeader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How the key of an encrypted backup comes about, and how to see that a passphrase or key is the right one.</summary>
/// <param name="Rounds">Of PBKDF2 with SHA-512; 0 where a key file took the place of a passphrase.</param>
/// <param name="Salt">Makes each backup's key its own.</param>
/// <param name="Check">What the right key gives.</param>
internal sealed record ArchiveLock(int Rounds, byte[] Salt, byte[] Check);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ArchiveHeader))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
