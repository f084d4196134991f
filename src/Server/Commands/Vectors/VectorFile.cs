using System.Text.Json;

namespace Keystile.Server.Commands.Vectors;

/// <summary>A recorded ceremony as its file has it: to be judged, or with the fault for which it cannot be.</summary>
internal sealed record RecordedVector(string Id, Vector? Vector, string? Fault = null);

/// <summary>Reads a file of recorded ceremonies: a JSON array of them, one alone, or an object with the array in <c>vectors</c>. Members it does not know are ignored.</summary>
internal static class VectorFile
{
    private static readonly JsonDocumentOptions Lax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] s_needed = ["id", "kind", "rpId", "origin", "challenge", "credential", "publicKey"];

    /// <exception cref="ArgumentException">The file holds something else; the message names it.</exception>
    public static IReadOnlyList<RecordedVector> Read(FileInfo file)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file.FullName);
            using var document = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes["\uFEFF"u8.Length..] : bytes, Lax);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("vectors"u8, out var inner)) root = inner;
            if (root.ValueKind == JsonValueKind.Array) return [.. root.EnumerateArray().Select((element, index) => Read(element, $"{file.Name}, number {index + 1}"))];
            return s_needed.Any(name => Has(root, name)) ? [Read(root, file.Name)] : throw new JsonException("it has no member of a ceremony.");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            throw new ArgumentException($"{file.Name} is not a file of recorded ceremonies: {OneLine(malformed.Message)}", malformed);
        }
    }

    /// <summary>One that lacks a member is a fault of that one, not of the file.</summary>
    private static RecordedVector Read(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException($"{place}: is no JSON object.");
        var id = place;
        try
        {
            id = Text(element, "id") ?? place;
            var missing = s_needed.Where(name => IsNeeded(element, name) && !Has(element, name)).ToArray();
            return missing.Length == 0
                ? new(id, element.Deserialize(VectorJson.Default.Vector))
                : new(id, null, $"cannot be judged: {(missing.Length == 1 ? "the member" : "the members")} {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.");
        }
        catch (JsonException wrong)
        {
            return new(id, null, $"cannot be judged: the member {wrong.Path?.TrimStart('$', '.')} is of the wrong type, or no text.");
        }
        catch (InvalidOperationException)
        {
            return new(id, null, "cannot be judged: a text holds half a surrogate pair.");
        }
    }

    /// <summary>What the relying party asked for must be known. What came back may be nothing: the verifier refuses that, and where a refusal is expected it is one.</summary>
    private static bool IsNeeded(JsonElement vector, string member) => member switch
    {
        "credential" => !(Member(vector, "expect") is { ValueKind: JsonValueKind.Object } expected && Member(expected, "ok") is { ValueKind: JsonValueKind.False }),
        "publicKey" => Text(vector, "kind") == "authentication",
        _ => true,
    };

    private static bool Has(JsonElement vector, string name) => Member(vector, name) is { ValueKind: not JsonValueKind.Null };

    private static string? Text(JsonElement vector, string name) => Member(vector, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>By its name in any case, as the serializer finds it.</summary>
    private static JsonElement? Member(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        }
        return null;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
