using System.Text.Encodings.Web;
using System.Text.Json;

namespace Keystile.Server.OpenApi;

/// <summary>Serves the document. It is written when somebody first asks and costs the start nothing.</summary>
internal static class OpenApiEndpoint
{
    private static readonly JsonWriterOptions s_readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        byte[]? document = null;
        routes.MapGet("/openapi/v1.json", (HttpContext http, EndpointDataSource source, ServerOptions options) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(document ??= Write(source, options), "application/json");
        });
    }

    private static byte[] Write(EndpointDataSource source, ServerOptions options)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_readable)) Document.Write(source, options).WriteTo(json);
        return bytes.ToArray();
    }
}
