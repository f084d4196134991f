using System.Text;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>What this protocol reads from JSON: values of exactly the right type. Anything else is a <see cref="JsonException"/>.</summary>
internal static class StrictJsonReader
{
    extension(ref Utf8JsonReader reader)
    {
        /// <summary>A string.</summary>
        public string ReadText() => reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException();

        /// <summary>A string, or null.</summary>
        public string? ReadTextOrNull() => reader.TokenType == JsonTokenType.Null ? null : reader.ReadText();

        /// <summary>True or false.</summary>
        public bool ReadBoolean() => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw new JsonException();

        /// <summary>The bytes of a string that is strict base64url.</summary>
        public byte[] ReadBase64Url() => reader.ReadBase64UrlOrNull() ?? throw new JsonException();

        /// <summary>The bytes of a string that is strict base64url, or null where the string is anything else.</summary>
        public byte[]? ReadBase64UrlOrNull()
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            return reader.ValueIsEscaped ? StrictBase64Url.TryDecode(Encoding.UTF8.GetBytes(reader.GetString()!)) : StrictBase64Url.TryDecode(reader.ValueSpan);
        }

        /// <summary>An array of strings, at most <paramref name="most"/>.</summary>
        public IReadOnlyList<string> ReadTexts(int most)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
            List<string> texts = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (texts.Count == most) throw new JsonException();
                texts.Add(reader.ReadText());
            }
            return texts;
        }

        /// <summary>An object, as the bytes it is written in.</summary>
        public ReadOnlySpan<byte> ReadObject(ReadOnlySpan<byte> json)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return json[start..(int)reader.BytesConsumed];
        }

        /// <summary>The end of the text: nothing but white space may follow.</summary>
        public void ReadEnd()
        {
            if (reader.CurrentDepth != 0 || reader.TokenType != JsonTokenType.EndObject || reader.Read()) throw new JsonException();
        }
    }
}
