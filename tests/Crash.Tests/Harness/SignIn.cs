using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Crash.Tests;

/// <summary>A sign-in that was acknowledged, which no server may ever take again.</summary>
internal sealed class SignIn(Person person, JsonObject body, DateTimeOffset acknowledgedAt)
{
    public DateTimeOffset AcknowledgedAt => acknowledgedAt;

    public string Username => person.Username;

    /// <summary>The name of its token in the ledger, in hexadecimal.</summary>
    public string Jti { get; } = Convert.ToHexString(Base64Url.DecodeFromChars((string)Claims((string)body["challengeToken"]!)["jti"]!));

    /// <summary>A server refused it because it was spent.</summary>
    public bool IsProvenSpent { get; private set; }

    public Task<Reply> SendAgainAsync() => person.SendAgainAsync(body);

    /// <summary>Sends it once more. What is wrong with the answer, or null. That the challenge has expired proves nothing, and is good only where it was proven before.</summary>
    public async Task<string?> FindUnspentAsync()
    {
        var reply = await SendAgainAsync();
        if (reply.Status == HttpStatusCode.OK) return $"that a sign-in of {Username} was spent";
        if (reply.Code == "challenge_used") IsProvenSpent = true;
        return reply.Code == "challenge_used" || (reply.Code == "challenge_expired" && IsProvenSpent) ? null : $"whether a sign-in of {Username} was spent: {reply.Text}";
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;
}
