using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Keystile.Server.Tests;

/// <summary>Holds answers that were seen to what the document promises: a route that is there, a status and a code it names, a body of its schema.</summary>
internal sealed class Contract(JsonNode document)
{
    public static async Task<Contract> OfAsync(TestServer server) => new(JsonNode.Parse((await new Browser(server).GetAsync("/openapi/v1.json")).Text)!);

    public JsonNode Document => document;

    public IEnumerable<(string Route, JsonNode Operation)> Operations =>
        from path in document["paths"]!.AsObject() from method in path.Value!.AsObject() select ($"{method.Key.ToUpperInvariant()} {path.Key}", method.Value!);

    public void ShouldPromise(HttpMethod method, string path, Answer answer)
    {
        var bare = path.Split('?')[0];
        var (route, operation) = Operations.Where(one => Matches(one.Route, method, bare)).OrderBy(one => one.Route.Count(c => c == '{')).FirstOrDefault();
        route.ShouldNotBeNull($"{method} {bare} is not in the document");
        var promised = operation["responses"]![((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture)];
        promised.ShouldNotBeNull($"{route} answered {(int)answer.Status} {answer.Code}, which the document does not name");
        if (answer.Code is { } code) promised["x-codes"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldContain(code, $"{route} answered {code}");
        var media = answer.Message.Content.Headers.ContentType?.MediaType;
        if (answer.Json is null) return;
        var schema = promised["content"]?[media!]?["schema"];
        schema.ShouldNotBeNull($"{route} answered {media}, which the document does not name");
        Faults(schema, answer.Json, "$").ShouldBeEmpty($"{route} answered {answer.Text}");
    }

    private static bool Matches(string route, HttpMethod method, string path) =>
        route.StartsWith(method.Method + " ", StringComparison.Ordinal) && Regex.IsMatch(path, "^" + Regex.Replace(Regex.Escape(route.Split(' ')[1]), @"\\\{\w+}", "[^/]+") + "$");

    /// <summary>As much of JSON Schema as the document uses.</summary>
    private IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string where)
    {
        if (schema is not JsonObject rules) yield break;
        if (rules["$ref"] is { } reference)
        {
            var parts = reference.GetValue<string>().TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries);
            var target = parts.Aggregate(document, (node, part) => node?[part] ?? throw new JsonException($"{reference} leads nowhere"));
            foreach (var fault in Faults(target, value, where)) yield return fault;
            yield break;
        }
        string[] types = rules["type"] switch { JsonArray list => [.. list.Select(one => one!.GetValue<string>())], JsonValue one => [one.GetValue<string>()], _ => [] };
        if (types.Length > 0 && !types.Any(type => Is(type, value))) yield return $"{where} is not {string.Join(" or ", types)}";
        if (value is JsonObject members)
        {
            foreach (var name in rules["required"]?.AsArray().Select(one => one!.GetValue<string>()) ?? []) if (!members.ContainsKey(name)) yield return $"{where}.{name} is missing";
            foreach (var (name, inner) in rules["properties"]?.AsObject() ?? []) if (members.TryGetPropertyValue(name, out var member)) foreach (var fault in Faults(inner!, member, $"{where}.{name}")) yield return fault;
            if (rules["properties"] is JsonObject known) foreach (var name in members.Select(member => member.Key).Where(name => !known.ContainsKey(name))) yield return $"{where}.{name} is not in the document";
        }
        if (value is JsonArray items && rules["items"] is { } each) foreach (var fault in items.SelectMany((item, i) => Faults(each, item, $"{where}[{i}]"))) yield return fault;
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" or "number" => value?.GetValueKind() == JsonValueKind.Number,
        _ => false,
    };
}
