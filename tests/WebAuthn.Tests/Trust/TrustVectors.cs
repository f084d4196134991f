using System.Buffers.Text;
using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

/// <summary>The shared test data that this room reads: anchors, BLOBs and the certificates inside them.</summary>
internal static class TrustVectors
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("KEYSTILE_VECTORS") is { Length: > 0 } set ? set : Path.Combine(Root(), "..", "shared", "vectors");

    /// <summary>Roots, and the attestation roots that the real BLOB names.</summary>
    public static IReadOnlyList<byte[]> Certificates()
    {
        var all = new List<byte[]>();
        using var anchors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "trust-anchors.json")));
        all.AddRange(anchors.RootElement.EnumerateArray().Select(a => Base64Url.DecodeFromChars(a.GetProperty("der").GetString())));
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, "mds"), "*.jwt"))
        {
            var parts = File.ReadAllText(file).Trim().Split('.');
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            all.AddRange(header.RootElement.GetProperty("x5c").EnumerateArray().Select(c => c.GetBytesFromBase64()));
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            foreach (var entry in payload.RootElement.GetProperty("entries").EnumerateArray())
            {
                if (!entry.TryGetProperty("metadataStatement", out var statement) || !statement.TryGetProperty("attestationRootCertificates", out var roots)) continue;
                all.AddRange(roots.EnumerateArray().Select(c => Convert.FromBase64String(c.GetString()!)));
            }
        }
        return all;
    }

    /// <summary>The project's own folder.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Keystile.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Keystile.slnx");
        return folder;
    }
}
