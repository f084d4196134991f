using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

/// <summary>One answer, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Json, string Text, HttpResponseMessage Message)
{
    public string? Code => (Json as JsonObject)?["code"]?.GetValue<string>();

    public JsonNode this[string member] => Json![member]!;

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values) ? string.Join("\n", values) : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage message)
    {
        var text = await message.Content.ReadAsStringAsync();
        var isJson = message.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new(message.StatusCode, isJson ? JsonNode.Parse(text) : null, text, message);
    }

    /// <summary>The refusal a test expects, and its shape: RFC 9457 with a stable code.</summary>
    public void ShouldBeProblem(int status, string code)
    {
        ((int)Status).ShouldBe(status, Text);
        Code.ShouldBe(code);
        Message.Content.Headers.ContentType!.ToString().ShouldBe("application/problem+json");
        Json!["status"]!.GetValue<int>().ShouldBe(status);
        Json["title"]!.GetValue<string>().ShouldNotBeEmpty();
        Json["type"]!.GetValue<string>().ShouldEndWith(code);
        Json["requestId"]!.GetValue<string>().ShouldNotBeEmpty();
    }
}
