using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Keystile.Server.Protection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Keystile.Server.OpenApi;

/// <summary>Writes the document: the routes that are mapped, in the words of the tables, with the types that they answer with.</summary>
internal static partial class Document
{
    public static JsonObject Write(EndpointDataSource source, ServerOptions options)
    {
        var schemas = new Schemas();
        var paths = new JsonObject();
        foreach (var endpoint in source.Endpoints.OfType<RouteEndpoint>())
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            {
                var path = Constraint().Replace(endpoint.RoutePattern.RawText!, "{$1}");
                var operation = Operations.Find($"{method} {path}");
                if (paths[path] is not JsonObject item) paths[path] = item = [];
                item[method.ToLowerInvariant()] = Write(operation, endpoint, schemas);
            }
        }
        schemas.Reference(typeof(ProblemBody));
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Keystile",
                ["version"] = "v1",
                ["description"] = "Passkeys for your site: the account API, the passkey service, the console. Every refusal is a problem (RFC 9457) with a stable code; x-codes lists those that a call can answer with, and the page at the problem's type says the mend.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = options.Origin }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Components, ["securitySchemes"] = Security.Schemes(options) },
        };
    }

    private static JsonObject Write(Operation operation, RouteEndpoint endpoint, Schemas schemas)
    {
        var written = new JsonObject
        {
            ["operationId"] = Word().Replace(operation.Route.ToLowerInvariant(), "_").Trim('_'),
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(Tag(operation.Route)),
        };
        if (Security.Of(operation) is { } security) written["security"] = security;
        if (Parameters(operation, endpoint) is { Count: > 0 } parameters) written["parameters"] = parameters;
        if (operation.Needs.HasFlag(Needs.Body)) written["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(Members.Schema(operation.Members)) };
        written["responses"] = Answers(operation, endpoint, schemas);
        return written;
    }

    private static JsonObject Answers(Operation operation, RouteEndpoint endpoint, Schemas schemas)
    {
        var answers = new JsonObject();
        foreach (var answer in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>())
        {
            var body = answer.Type is null || answer.Type == typeof(void) ? null : schemas.Reference(answer.Type);
            answers[answer.StatusCode.ToString(CultureInfo.InvariantCulture)] = Answer("Done.", body is null ? null : Content(body));
        }
        if (operation.Media is not null) answers["200"] = Answer("Done.", Content(new() { ["type"] = "string" }, operation.Media));
        else if (operation.Answer == "") answers["204"] = Answer("Done.", null);
        else if (operation.Answer is not null) answers["200"] = Answer("Done.", Content(Members.Schema(operation.Answer)));
        if (operation.Redirects) answers["302"] = Answer("Go on there.", null);
        foreach (var refusals in Codes.Of(operation).GroupBy(refusal => refusal.Status))
        {
            var codes = refusals.Select(refusal => refusal.Code).ToArray();
            var answer = Answer(string.Join(", ", codes), Content(new() { ["$ref"] = "#/components/schemas/Problem" }, "application/problem+json"));
            answer["x-codes"] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]);
            answers[refusals.Key.ToString(CultureInfo.InvariantCulture)] = answer;
        }
        return answers;
    }

    private static JsonArray Parameters(Operation operation, RouteEndpoint endpoint)
    {
        var parameters = new JsonArray();
        foreach (var part in endpoint.RoutePattern.Parameters)
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (part.ParameterPolicies.Any(policy => policy.Content == "guid")) schema["format"] = "uuid";
            parameters.Add(new JsonObject { ["name"] = part.Name, ["in"] = "path", ["required"] = true, ["schema"] = schema });
        }
        var query = Members.Schema(Operations.QueryOf(operation.Route));
        foreach (var (name, schema) in query["properties"]!.AsObject())
        {
            var parameter = new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = schema!.DeepClone() };
            if (query["required"] is JsonArray required && required.Any(one => one!.GetValue<string>() == name)) parameter["required"] = true;
            parameters.Add(parameter);
        }
        return parameters;
    }

    private static JsonObject Answer(string description, JsonObject? content)
    {
        var answer = new JsonObject { ["description"] = description };
        if (content is not null) answer["content"] = content;
        return answer;
    }

    private static JsonObject Content(JsonObject schema, string media = "application/json") => new() { [media] = new JsonObject { ["schema"] = schema } };

    private static string Tag(string route) => route.Split(' ')[1] switch
    {
        var path when path.StartsWith("/admin/", StringComparison.Ordinal) => "console",
        var path when path.StartsWith("/api/", StringComparison.Ordinal) => "account",
        var path when path.StartsWith("/.well-known", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/docs", StringComparison.Ordinal) || path.StartsWith("/openapi", StringComparison.Ordinal) => "around",
        _ => "service",
    };

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Word();
}
