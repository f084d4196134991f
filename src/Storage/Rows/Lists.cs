using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.Storage;

/// <summary>A short list of texts in one column: a JSON array.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class Lists : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> list) => JsonSerializer.Serialize(list, Default.IReadOnlyListString);

    public static IReadOnlyList<string> Read(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Default.IReadOnlyListString)!;
}
