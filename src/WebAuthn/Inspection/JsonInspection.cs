using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>Takes apart what comes as JSON: a response of either kind, or client data.</summary>
internal static class JsonInspection
{
    public static InspectionNode? TryDecode(ReadOnlyMemory<byte> input)
    {
        if (TryParse(input) is not { ValueKind: JsonValueKind.Object } json) return null;
        if (json.TryGetProperty("credential", out var credential) && credential.ValueKind == JsonValueKind.Object) json = credential;
        if (!json.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object) return Members("client data", json);
        var name = response.TryGetProperty("attestationObject", out _) ? "registration response" : "authentication response";
        return new(name, [.. json.EnumerateObject().Select(member => NameOf(member) == "response" ? Response(response) : Member(member))]);
    }

    /// <summary>Client data as its bytes hold it, every member shown.</summary>
    public static InspectionNode ClientData(byte[] bytes) =>
        TryParse(bytes) is { ValueKind: JsonValueKind.Object } json
            ? Members("clientDataJSON", json)
            : new("clientDataJSON", $"not a JSON object: {Convert.ToHexStringLower(bytes)}");

    private static InspectionNode Response(JsonElement response) => new("response", [.. response.EnumerateObject().Select(Part)]);

    private static InspectionNode Part(JsonProperty part)
    {
        if (part.Value.ValueKind != JsonValueKind.String || StrictBase64Url.TryDecode(Text(part.Value)) is not { } bytes) return Member(part);
        return NameOf(part) switch
        {
            "clientDataJSON" => ClientData(bytes),
            "attestationObject" => BinaryInspection.AttestationObject(bytes),
            "authenticatorData" => BinaryInspection.AuthenticatorData(bytes),
            "publicKey" or "signature" or "userHandle" => new(NameOf(part), $"{bytes.Length.ToString(CultureInfo.InvariantCulture)} bytes: {Convert.ToHexStringLower(bytes)}"),
            _ => Member(part),
        };
    }

    private static InspectionNode Members(string name, JsonElement json) => new(name, [.. json.EnumerateObject().Select(Member)]);

    private static InspectionNode Member(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Object => Members(NameOf(member), member.Value),
        JsonValueKind.String => new(NameOf(member), Text(member.Value)),
        _ => new(NameOf(member), member.Value.GetRawText()),
    };

    /// <summary>The member's name, or a mark where half a surrogate pair keeps it from being one.</summary>
    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The text, or where half a surrogate pair keeps it from being one, its escapes as they stand.</summary>
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json);
            var root = document.RootElement.Clone();
            return Encoding.UTF8.GetByteCount(root.GetRawText()) > 0 ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
