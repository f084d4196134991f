using System.Text.Json.Nodes;
using Keystile.Server.Apps;

namespace Keystile.Server.OpenApi;

/// <summary>How a call proves who makes it.</summary>
internal static class Security
{
    public static JsonObject Schemes(ServerOptions options)
    {
        var prefix = options.IsHttps ? "__Host-" : "";
        return new()
        {
            ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = prefix + "keystile" },
            ["accessToken"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
            ["operator"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = prefix + "keystile-admin" },
            ["publicKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = ApiKeys.PublicHeader },
            ["secretKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = ApiKeys.SecretHeader },
        };
    }

    public static JsonArray? Of(Operation operation)
    {
        string[] names =
        [
            .. operation.Needs.HasFlag(Needs.Session) ? ["session", "accessToken"] : Array.Empty<string>(),
            .. (operation.Needs & (Needs.Operator | Needs.Owner)) != 0 ? ["operator"] : Array.Empty<string>(),
            .. operation.Needs.HasFlag(Needs.PublicKey) ? ["publicKey"] : Array.Empty<string>(),
            .. operation.Needs.HasFlag(Needs.SecretKey) ? ["secretKey"] : Array.Empty<string>(),
        ];
        return names.Length == 0 ? null : new([.. names.Select(name => new JsonObject { [name] = new JsonArray() })]);
    }
}
