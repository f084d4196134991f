using System.Globalization;
using System.Text;

namespace Keystile.Storage;

/// <summary>The key under which names that Unicode holds to be one are one: NFKC_Casefold (UAX #31, D147), left decomposed.</summary>
/// <remarks>
/// <see cref="string.Normalize(NormalizationForm)"/> would do nothing here: without ICU it hands back what it was given.
/// So the mappings are our own table (<c>NameKey.txt</c>, made from the Unicode Character Database by <c>NameKey.py</c>). Composing
/// again would change no comparison: two texts are equal composed where they are equal decomposed.
/// </remarks>
internal static class NameKey
{
    private static readonly Lazy<(Dictionary<int, int[]> Mappings, Dictionary<int, byte> Classes)> s_table = new(ReadTable);

    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var (mappings, classes) = s_table.Value;
        List<int> points = [];
        foreach (var rune in text.EnumerateRunes())
            if (mappings.TryGetValue(rune.Value, out var mapped)) points.AddRange(mapped);
            else AddDecomposed(points, rune.Value);
        Reorder(points, classes);
        var key = new StringBuilder(points.Count);
        foreach (var point in points) key.Append(new Rune(point).ToString());
        return key.ToString().Trim();
    }

    // Hangul syllables decompose by arithmetic (Unicode 3.12).
    private static void AddDecomposed(List<int> points, int point)
    {
        var syllable = point - 0xAC00;
        if (syllable is < 0 or >= 11172)
        {
            points.Add(point);
            return;
        }
        points.Add(0x1100 + syllable / 588);
        points.Add(0x1161 + syllable % 588 / 28);
        if (syllable % 28 != 0) points.Add(0x11A7 + syllable % 28);
    }

    // The canonical ordering (D109): marks between two bases stand by class, those of one class as they came.
    private static void Reorder(List<int> points, Dictionary<int, byte> classes)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var ownClass = Class(i);
            for (var j = i; ownClass != 0 && j > 0 && Class(j - 1) > ownClass; j--) (points[j], points[j - 1]) = (points[j - 1], points[j]);
        }

        byte Class(int index) => classes.GetValueOrDefault(points[index]);
    }

    // "=first last class" gives a range of marks their class; "point mapped mapped..." what a character becomes, nothing for those that are ignored.
    private static (Dictionary<int, int[]>, Dictionary<int, byte>) ReadTable()
    {
        Dictionary<int, int[]> mappings = [];
        Dictionary<int, byte> classes = [];
        using var reader = new StreamReader(typeof(NameKey).Assembly.GetManifestResourceStream("Keystile.Storage.Usernames.NameKey.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.TrimStart('=').Split(' ');
            if (line[0] != '=') mappings.Add(Point(fields[0]), [.. fields.Skip(1).Select(Point)]);
            else
                for (var point = Point(fields[0]); point <= Point(fields[1]); point++) classes.Add(point, byte.Parse(fields[2], CultureInfo.InvariantCulture));
        }
        return (mappings, classes);

        static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
