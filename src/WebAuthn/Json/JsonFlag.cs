using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>Reads one boolean member of a JSON object; the name comes as a list of one.</summary>
internal static class JsonFlag
{
    /// <summary>Whether the member is there, once, and true.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> json, byte[][] name)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            JsonMembers.Open(ref reader);
            var members = new JsonMembers(name, refuseOtherCase: false);
            var isTrue = false;
            while (members.TryNext(ref reader, out _)) isTrue = reader.TokenType == JsonTokenType.True;
            return isTrue;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
