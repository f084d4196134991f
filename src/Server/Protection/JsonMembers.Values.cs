using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keystile.Server.Protection;

internal sealed partial class JsonMembers
{
    private static readonly JsonDocumentOptions s_once = new() { AllowDuplicateProperties = false };

    /// <summary>A member that is true or false; null where it is absent.</summary>
    public Problem? FlagOrNull(string name, out bool? flag)
    {
        var raw = Raw(name).Span;
        flag = raw.SequenceEqual("true"u8) ? true : raw.SequenceEqual("false"u8) ? false : null;
        return raw.IsEmpty || flag is not null ? null : WrongType(name, "true or false");
    }

    /// <summary>A member that must be there, and true or false.</summary>
    public Problem? FlagThatIsThere(string name, out bool flag)
    {
        var wrong = FlagOrNull(name, out var given);
        flag = given == true;
        return wrong ?? (given is null ? WrongType(name, "true or false") : null);
    }

    /// <summary>A list of strings; null where it is absent.</summary>
    public Problem? List(string name, out IReadOnlyList<string>? list)
    {
        list = null;
        if (Raw(name).IsEmpty) return null;
        if (Node(name) is not JsonArray array || array.Any(item => item?.GetValueKind() != JsonValueKind.String)) return WrongType(name, "a list of strings");
        list = [.. array.Select(item => item!.GetValue<string>())];
        return null;
    }

    /// <summary>An object to take apart; null where it is absent.</summary>
    public Problem? Tree(string name, out JsonObject? tree)
    {
        tree = Node(name) as JsonObject;
        return tree is not null || Raw(name).IsEmpty ? null : WrongType(name, "an object with each member at most once");
    }

    /// <summary>The member, read to its last leaf: what is no Unicode text, or stands twice, shows here and not later.</summary>
    private JsonNode? Node(string name)
    {
        var raw = Raw(name);
        if (raw.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(raw, s_once);
            return JsonNode.Parse(document.RootElement.GetRawText()) is { } node && Readable(document.RootElement) ? node : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Readable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(Readable),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && Readable(member.Value)),
        _ => true,
    };
}
