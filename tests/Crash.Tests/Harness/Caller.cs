using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Crash.Tests;

/// <summary>An answer that arrived whole.</summary>
internal sealed record Reply(HttpStatusCode Status, string Text, bool SaysWhenToComeBack)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => (string?)Json["code"];
}

/// <summary>Who calls: a page of an origin or a backend without one, and the header that says more. What is in <see cref="HttpRequestException"/> was never answered.</summary>
internal sealed record Caller(string? Origin, string? Header = null, string? Value = null)
{
    public Task<Reply> PostAsync(HttpClient http, string path, JsonObject body) => SendAsync(http, HttpMethod.Post, path, body);

    public async Task<Reply> SendAsync(HttpClient http, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (Origin is not null) request.Headers.Add("Origin", Origin);
        if (Header is not null) request.Headers.Add(Header, Value);
        using var message = await http.SendAsync(request);
        return new(message.StatusCode, await message.Content.ReadAsStringAsync(), message.Headers.RetryAfter is not null);
    }

    /// <summary>The same call, which must go well.</summary>
    public async Task<JsonNode> MustPostAsync(HttpClient http, string path, JsonObject body)
    {
        var reply = await PostAsync(http, path, body);
        ((int)reply.Status).ShouldBeInRange(200, 299, $"{path}: {reply.Text}");
        return reply.Text.Length > 0 ? reply.Json : new JsonObject();
    }
}
