using System.Text;
using Keystile.WebAuthn;

namespace Keystile.Server.Commands.Vectors;

/// <summary>Reads trust anchors and metadata from files that a person names.</summary>
internal static class TrustFiles
{
    /// <summary>The anchors of a file of PEM or JSON; none without a file.</summary>
    /// <exception cref="ArgumentException">The file holds something else.</exception>
    public static TrustAnchors ReadAnchors(FileInfo? file)
    {
        if (file is null) return TrustAnchors.None;
        var bytes = File.ReadAllBytes(file.FullName);
        try
        {
            return bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("["u8) ? TrustAnchors.FromJson(bytes) : TrustAnchors.FromPem(Encoding.UTF8.GetString(bytes));
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"{file.Name} is no file of trust anchors, neither PEM nor a JSON array of objects with \"der\" in base64url.", refusal);
        }
    }

    /// <summary>The metadata of a file as the FIDO service issued it, on its own day or long ago; null without a file.</summary>
    /// <exception cref="ArgumentException">The file holds something else.</exception>
    public static MetadataStore? ReadMetadata(FileInfo? file)
    {
        if (file is null) return null;
        var store = new MetadataStore();
        var verdict = store.Update(File.ReadAllBytes(file.FullName), MetadataSource.Fido with { IsRecording = true }, DateTimeOffset.MinValue);
        return verdict.IsAccepted ? store : throw new ArgumentException($"{file.Name} is refused: {verdict.Rejection.Code}. {verdict.Rejection.Sentence}");
    }
}
