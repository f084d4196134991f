using System.Text.Json;
using System.Text.Json.Nodes;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Conformance;

/// <summary>What the tool sends, in our terms.</summary>
internal static class ConformanceRequest
{
    private const string Cookie = "keystile-conformance";

    /// <summary>The tool asks for every algorithm and format; what we hold of the rest is the app's.</summary>
    public static RelyingParty Party(App app, TimeProvider time) =>
        new(app.RelyingParty.Options with { Algorithms = CoseAlgorithms.Supported, Attestation = AttestationConveyance.Direct }, time);

    /// <summary>Our challenge token goes along as a cookie: the tool has no place for it.</summary>
    public static void Carry(HttpContext http, string token) =>
        http.Response.Cookies.Append(Cookie, token, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });

    public static Outcome<ChallengeToken> OpenToken(HttpContext http, App app, CeremonyFlow flow, ChallengeTokens tokens) =>
        http.Request.Cookies[Cookie] is { } token ? tokens.Open(app, flow, System.Text.Encoding.UTF8.GetBytes(token)) : Problem.InvalidChallengeToken;

    /// <summary>The credential as <c>toJSON()</c> would have made it: the tool leaves out <c>rawId</c> and has its own name for the extension results.</summary>
    public static async Task<Outcome<byte[]>> ReadCredentialAsync(HttpRequest request)
    {
        string[] same = ["id", "type", "response", "authenticatorAttachment"];
        var body = await JsonMembers.ReadAsync(request, [.. same, "rawId", "getClientExtensionResults"]);
        if (!body.IsGood) return body.Problem;
        var members = same.Select(name => (name, body.Value.Raw(name))).ToList();
        members.Add(("rawId", body.Value.Raw("rawId") is { IsEmpty: false } given ? given : body.Value.Raw("id")));
        members.Add(("clientExtensionResults", body.Value.Raw("getClientExtensionResults") is { IsEmpty: false } results ? results : "{}"u8.ToArray()));
        using var json = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members.Where(member => !member.Item2.IsEmpty))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.Span, skipInputValidation: true); // it was read as JSON a moment ago
            }
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    /// <summary>The user verification asked for; false where it is no such word.</summary>
    public static bool TryReadVerification(string? word, out UserVerification verification)
    {
        (var known, verification) = word switch
        {
            null or "preferred" => (true, UserVerification.Preferred),
            "required" => (true, UserVerification.Required),
            "discouraged" => (true, UserVerification.Discouraged),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>An object of the body as the tool wants it back; an empty one where it sent none.</summary>
    public static JsonNode Echo(ReadOnlyMemory<byte> raw) => raw.IsEmpty ? new JsonObject() : JsonNode.Parse(raw.Span)!;
}
