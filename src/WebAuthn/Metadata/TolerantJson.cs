using System.Globalization;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>Members of JSON as far as they are of the kind asked for; anything else is as if it were missing.</summary>
internal static class TolerantJson
{
    extension(JsonElement element)
    {
        /// <summary>The member, or null.</summary>
        public JsonElement? Member(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

        /// <summary>The member's text, or null.</summary>
        public string? Text(string name) => element.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        /// <summary>The member's whole number, or null.</summary>
        public long? Number(string name) => element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

        /// <summary>The member's day (ISO 8601), or null.</summary>
        public DateOnly? Date(string name) =>
            DateOnly.TryParseExact(element.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

        /// <summary>The items of the member that is an array; none where it is not.</summary>
        public IEnumerable<JsonElement> Items(string name) => element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

        /// <summary>The texts among the items of the member.</summary>
        public IReadOnlyList<string> Texts(string name) =>
            [.. element.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
    }
}
