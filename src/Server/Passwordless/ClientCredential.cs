using System.Buffers;
using System.Text.Json;
using Keystile.Server.Protection;

namespace Keystile.Server.Passwordless;

/// <summary>Puts the names of a credential's members into the case of WebAuthn, which the core insists on. The values stay byte for byte.</summary>
internal static class ClientCredential
{
    private static readonly string[] s_envelope = ["id", "rawId", "type", "authenticatorAttachment", "clientExtensionResults"];
    private static readonly string[] s_response = ["clientDataJSON", "attestationObject", "transports", "authenticatorData", "signature", "userHandle"];

    /// <summary>The credential as <c>toJSON()</c> would have given it.</summary>
    public static Outcome<byte[]> Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length == 0 || json.Span[0] != '{') return JsonMembers.WrongType("response", "an object");
        var outer = JsonMembers.ParseAnyCase(json.ToArray(), [.. s_envelope, "response", "extensions"]);
        if (!outer.IsGood) return outer.Problem;
        if (outer.Value.Object("response", out var response) is { } wrong) return wrong;
        var inner = JsonMembers.ParseAnyCase(response.ToArray(), s_response);
        if (!inner.IsGood) return inner.Problem;

        var bytes = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(bytes, new() { SkipValidation = true });
        writer.WriteStartObject();
        Copy(outer.Value, s_envelope, writer);
        // Older clients call the results of extensions just that.
        if (outer.Value.Raw("clientExtensionResults").Length == 0 && outer.Value.Object("extensions", out var extensions) is null) Write("clientExtensionResults", extensions, writer);
        writer.WriteStartObject("response");
        Copy(inner.Value, s_response, writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Copy(JsonMembers members, string[] names, Utf8JsonWriter writer)
    {
        foreach (var name in names)
        {
            if (members.Raw(name) is { Length: > 0 } value) Write(name, value, writer);
        }
    }

    private static void Write(string name, ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Span, skipInputValidation: true);
    }
}
