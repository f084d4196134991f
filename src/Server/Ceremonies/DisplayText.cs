using System.Globalization;
using System.Text;

namespace Keystile.Server.Ceremonies;

/// <summary>A name that people read: a person's, a passkey's.</summary>
internal static class DisplayText
{
    private const int MaxLength = 100;

    /// <summary>The text without blanks around it, or null where it is empty, too long, or holds what cannot be seen (controls, line breaks, half a surrogate pair).</summary>
    public static string? TryParse(string? text)
    {
        var trimmed = text?.Trim();
        return trimmed?.Length is > 0 and <= MaxLength && !trimmed.EnumerateRunes().Any(IsInvisible) ? trimmed : null;
    }

    /// <summary>U+200D joins emoji and must stay; a lone surrogate reads as U+FFFD.</summary>
    private static bool IsInvisible(Rune rune) => rune == Rune.ReplacementChar || (rune.Value != 0x200D && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
