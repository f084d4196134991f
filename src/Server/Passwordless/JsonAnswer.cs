using System.Buffers;
using System.Text.Json;

namespace Keystile.Server.Passwordless;

/// <summary>Answers with JSON that is written by hand.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.WrittenCount;
        await http.Response.Body.WriteAsync(bytes.WrittenMemory, http.RequestAborted);
    }
}
