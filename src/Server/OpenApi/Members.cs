using System.Text.Json.Nodes;

namespace Keystile.Server.OpenApi;

/// <summary>Schemas of bodies that are read by hand, from a line that names their members.</summary>
internal static class Members
{
    public static JsonObject Schema(string members)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in members.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = member.TrimEnd('!').Split(':');
            properties[parts[0]] = Type(parts.Length > 1 ? parts[1] : "string");
            if (member.EndsWith('!')) required.Add(parts[0]);
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0) schema["required"] = required;
        return schema;
    }

    private static JsonObject Type(string name) => name switch
    {
        "string" => new() { ["type"] = new JsonArray("string", "null") },
        "text" => new() { ["type"] = "string" },
        "boolean" or "integer" or "object" => new() { ["type"] = name },
        "uuid" => new() { ["type"] = "string", ["format"] = "uuid" },
        "time" => new() { ["type"] = "string", ["format"] = "date-time" },
        "strings" => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        "list" => new() { ["type"] = "array", ["items"] = new JsonObject() },
        "any" => [],
        _ when name.Contains('|', StringComparison.Ordinal) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. name.Split('|').Select(word => JsonValue.Create(word))]) },
        _ => new() { ["$ref"] = "#/components/schemas/" + name },
    };
}
