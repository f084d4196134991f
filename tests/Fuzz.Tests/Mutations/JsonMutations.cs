using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Fuzz.Tests;

/// <summary>What can be done to one member of a JSON text.</summary>
internal static class JsonMutations
{
    private static readonly string[] Strangers = ["null", "true", "0", "-1", "1e400", "\"\"", "\"webauthn.get\"", "\"\\ud800\"", "[]", "{}", "[[[[]]]]", "\"AAAA\"", "\"https://example.org\""];

    /// <summary>Stands for a stranger, which not every JSON writer would write.</summary>
    private const string Placeholder = "a stranger";

    public static byte[] Mutate(byte[] utf8, Dice dice)
    {
        var root = JsonNode.Parse(utf8)!.AsObject();
        var parent = root;
        while (parent.Select(member => member.Value).OfType<JsonObject>().FirstOrDefault() is { } child && dice.OneIn(2)) parent = child;
        if (parent.Count == 0) return ByteMutations.Mutate(utf8, dice);
        var (name, value) = dice.Pick([.. parent]);
        switch (dice.Next(6))
        {
            case 0: parent.Remove(name); break;
            case 1: parent[name] = Placeholder; break;
            case 2: return Doubled(root, name, dice);
            case 3: parent[dice.OneIn(2) ? name.ToUpperInvariant() : name + " "] = value?.DeepClone(); break;
            case 4: parent[name] = new JsonArray(value?.DeepClone()); break;
            default: parent[name] = value is JsonValue text && text.TryGetValue(out string? plain) ? Letters(plain, dice) : Placeholder; break;
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace($"\"{Placeholder}\"", dice.Pick(Strangers), StringComparison.Ordinal));
    }

    /// <summary>A member said a second time with another value, before or after the first.</summary>
    private static byte[] Doubled(JsonObject root, string name, Dice dice)
    {
        var text = root.ToJsonString();
        var written = JsonValue.Create(name).ToJsonString(); // as the text above escapes it
        var at = text.IndexOf(written + ":", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Insert(at, $"{written}:{dice.Pick(Strangers)},"));
    }

    private static string Letters(string text, Dice dice)
    {
        if (text.Length == 0) return "A";
        var at = dice.Next(text.Length);
        return dice.Next(6) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, ((char)(' ' + dice.Next(95))).ToString()),
            2 => text + dice.Pick((string[])["=", " ", "\0", "/", ".", "A", "%"]),
            3 => text[..at],
            4 => dice.OneIn(2) ? text.ToUpperInvariant() : text.Replace('_', '/').Replace('-', '+'),
            _ => text[..at] + (char)(text[at] ^ (1 << dice.Next(6))) + text[(at + 1)..],
        };
    }
}
