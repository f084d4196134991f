using System.Text;
using System.Text.Json;

namespace Keystile.WebAuthn;

/// <summary>Walks the members of one JSON object: each known one at most once, and none under a name that differs only by case.</summary>
/// <remarks>A breach is a <see cref="JsonException"/>, which the one boundary of each parser turns into its rejection.</remarks>
internal ref struct JsonMembers(ReadOnlySpan<byte[]> known, bool refuseOtherCase)
{
    private readonly ReadOnlySpan<byte[]> _known = known;
    private uint _seen;

    /// <summary>Opens the object that the reader stands at.</summary>
    public static void Open(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
    }

    /// <summary>Moves to the next member and its value; unknown ones are skipped. False at the end of the object.</summary>
    public bool TryNext(ref Utf8JsonReader reader, out int member)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            member = IndexOf(ref reader);
            reader.Read();
            if (member >= 0)
            {
                var bit = 1u << member;
                if ((_seen & bit) != 0) throw new JsonException();
                _seen |= bit;
                return true;
            }
            reader.Skip();
        }
        member = -1;
        return false;
    }

    private readonly int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _known.Length; i++)
        {
            if (reader.ValueTextEquals(_known[i])) return i;
        }
        if (refuseOtherCase && !reader.ValueIsEscaped)
        {
            foreach (var name in _known)
            {
                if (Ascii.EqualsIgnoreCase(reader.ValueSpan, name)) throw new JsonException();
            }
        }
        return -1;
    }
}
