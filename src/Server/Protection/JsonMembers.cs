using System.Text.Json;

namespace Keystile.Server.Protection;

/// <summary>The members of one JSON object that we asked for by name, each at most once and in its own case; the rest is skipped.</summary>
/// <remarks>They stay slices of the body: a credential goes to the core byte for byte as the client sent it.</remarks>
internal sealed partial class JsonMembers
{
    private readonly byte[] _body;
    private readonly string[] _names;
    private readonly (JsonTokenType Type, int Start, int Length)[] _values;

    private readonly bool _anyCase;

    private JsonMembers(byte[] body, string[] names, bool anyCase) => (_body, _names, _anyCase, _values) = (body, names, anyCase, new (JsonTokenType, int, int)[names.Length]);

    public static async ValueTask<Outcome<JsonMembers>> ReadAsync(HttpRequest request, params string[] names)
    {
        var body = await RequestBody.ReadAsync(request);
        return body.IsGood ? Parse(body.Value, names) : body.Problem;
    }

    public static Outcome<JsonMembers> Parse(byte[] body, params string[] names) => Parse(body, anyCase: false, names);

    /// <summary>The same for clients that spell members in cases of their own; two spellings of one member are that member twice.</summary>
    public static Outcome<JsonMembers> ParseAnyCase(byte[] body, params string[] names) => Parse(body, anyCase: true, names);

    private static Outcome<JsonMembers> Parse(byte[] body, bool anyCase, string[] names)
    {
        var members = new JsonMembers(body, names, anyCase);
        try
        {
            return members.Fill() ? members : Problem.MalformedJson;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException) // the latter for half a surrogate pair in a name
        {
            return Problem.MalformedJson;
        }
    }

    /// <summary>A string member; null where it is absent or null.</summary>
    public Problem? Text(string name, out string? text)
    {
        var (type, start, length) = Find(name);
        text = null;
        if (type is JsonTokenType.None or JsonTokenType.Null) return null;
        if (type != JsonTokenType.String) return WrongType(name, "a string");
        var reader = new Utf8JsonReader(_body.AsSpan(start, length));
        reader.Read();
        try
        {
            text = reader.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half: valid JSON grammar, no Unicode text.
            return Problem.MalformedJson;
        }
    }

    /// <summary>The inside of a string member that must be there and needs no escapes, as UTF-8.</summary>
    public Problem? Ascii(string name, out ReadOnlyMemory<byte> utf8)
    {
        var (type, start, length) = Find(name);
        utf8 = type == JsonTokenType.String ? _body.AsMemory(start + 1, length - 2) : default;
        return type == JsonTokenType.String ? null : WrongType(name, "a string");
    }

    /// <summary>An object member that must be there, as it stands in the body.</summary>
    public Problem? Object(string name, out ReadOnlyMemory<byte> utf8Json)
    {
        var (type, start, length) = Find(name);
        utf8Json = _body.AsMemory(start, length);
        return type == JsonTokenType.StartObject ? null : WrongType(name, "an object");
    }

    /// <summary>True or false; false where it is absent or null.</summary>
    public Problem? Flag(string name, out bool flag)
    {
        var type = Find(name).Type;
        flag = type == JsonTokenType.True;
        return type is JsonTokenType.None or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False ? null : WrongType(name, "true or false");
    }

    /// <summary>A member as it stands in the body, of whatever type; empty where it is absent.</summary>
    public ReadOnlyMemory<byte> Raw(string name)
    {
        var (_, start, length) = Find(name);
        return _body.AsMemory(start, length);
    }

    public static Problem WrongType(string name, string kind) => Problem.InvalidRequest with { Detail = $"The member \"{name}\" must be {kind}." };

    private (JsonTokenType Type, int Start, int Length) Find(string name) => _values[Array.IndexOf(_names, name)];

    private bool Fill()
    {
        var reader = new Utf8JsonReader(_body, RequestBody.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = IndexOf(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var type = reader.TokenType;
            reader.Skip();
            if (known < 0) continue;
            if (_values[known].Type != JsonTokenType.None) return false;
            _values[known] = (type, start, (int)reader.BytesConsumed - start);
        }
        // Reading on past the object makes the reader refuse whatever follows it.
        return !reader.Read();
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        if (_anyCase && reader.GetString() is { } given) return Array.FindIndex(_names, name => name.Equals(given, StringComparison.OrdinalIgnoreCase));
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueTextEquals(_names[i])) return i;
        }
        return -1;
    }
}
