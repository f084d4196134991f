using System.Text.Json;

namespace Keystile.Server.Commands.Vectors;

/// <summary>Reads a file of recorded ceremonies: a JSON array of them, one alone, or an object with the array in <c>vectors</c>. Members it does not know are ignored.</summary>
internal static class VectorFile
{
    private static readonly JsonDocumentOptions Lax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="ArgumentException">The file holds something else; the message names it.</exception>
    public static IReadOnlyList<Vector> Read(FileInfo file)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file.FullName);
            using var document = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes["\uFEFF"u8.Length..] : bytes, Lax);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("vectors"u8, out var inner)) root = inner;
            return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(Read)] : [Read(root, 0)];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            throw new ArgumentException($"{file.Name} is not a file of recorded ceremonies: {OneLine(malformed.Message)}", malformed);
        }
    }

    private static Vector Read(JsonElement element, int index)
    {
        try
        {
            return element.Deserialize(VectorJson.Default.Vector) ?? throw new JsonException("null is no ceremony.");
        }
        catch (JsonException malformed)
        {
            throw new JsonException($"number {index + 1}: {malformed.Message}", malformed);
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
