using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace Keystile.Server.Protection;

/// <summary>Reads a whole JSON body, once, into one array of at most 64 KiB.</summary>
internal static class RequestBody
{
    public const int MaxLength = 64 * 1024;

    /// <summary>Deep enough for any credential, too shallow for a bomb.</summary>
    public static readonly JsonReaderOptions Strict = new() { MaxDepth = 16 };

    public static async ValueTask<Outcome<byte[]>> ReadAsync(HttpRequest request)
    {
        if (!IsJson(request.ContentType)) return Problem.UnsupportedMediaType;
        if (request.ContentLength > MaxLength) return Problem.BodyTooLarge;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > MaxLength)
            {
                reader.AdvanceTo(read.Buffer.End);
                return Problem.BodyTooLarge;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return Utf8.IsValid(body) ? body : Problem.MalformedJson;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
