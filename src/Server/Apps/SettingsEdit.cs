using System.Text.Json;
using System.Text.Json.Nodes;
using Keystile.Server.Passwordless;

namespace Keystile.Server.Apps;

/// <summary>Changes single members of stored settings and leaves the rest as it is, also what this program does not know.</summary>
internal static class SettingsEdit
{
    /// <summary>The name of every setting, as it is stored.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. AppSettingsJson.Default.AppSettings.Properties.Where(property => property.Get is not null).Select(property => property.Name)];

    /// <summary>All settings with their values, defaults included.</summary>
    public static string Show(string settings) => JsonSerializer.Serialize(AppSettings.TryParse(settings) ?? AppSettings.Default, AppSettingsJson.Default.AppSettings);

    /// <summary>Applies <c>name=value</c>: JSON, a bare word, or a list with commas. An empty value takes the setting back to its default.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Apply(ref string settings, IEnumerable<string> assignments)
    {
        if (Parse(settings) is not JsonObject json) return "the stored settings are no JSON object; set them anew in the database.";
        foreach (var assignment in assignments)
        {
            if (assignment.Split('=', 2) is not [var name, var value]) return $"'{assignment}' is not of the form name=value.";
            if (!Names.Contains(name)) return $"there is no setting {name}; there are {string.Join(", ", Names)}.";
            if (value.Length == 0) json.Remove(name);
            else json[name] = Value(name, value);
        }
        settings = json.ToJsonString();
        return null;
    }

    /// <summary>The settings with other purposes.</summary>
    public static string WithPurposes(string settings, IReadOnlyList<Purpose> purposes)
    {
        var json = Parse(settings) as JsonObject ?? [];
        json["purposes"] = JsonSerializer.SerializeToNode(purposes, AppSettingsJson.Default.IReadOnlyListPurpose);
        return json.ToJsonString();
    }

    private static JsonNode? Value(string name, string value)
    {
        var isList = AppSettingsJson.Default.AppSettings.Properties.First(property => property.Name == name).PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable));
        if (isList && value[0] != '[') return new JsonArray([.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => JsonValue.Create(item))]);
        return Parse(value) ?? JsonValue.Create(value);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
