using System.Globalization;
using System.Text;

namespace Keystile.Storage;

/// <summary>The name of an account as a person types it, and the key by which two spellings of it are one name.</summary>
/// <remarks>Every look-up goes through here: <c>Alice</c>, <c>ALICE</c> and full-width <c>Ａｌｉｃｅ</c> are one account.</remarks>
public sealed class Username : IEquatable<Username>
{
    /// <summary>The most UTF-16 units a name may have.</summary>
    public const int MaxLength = 254;

    private Username(string text, string key) => (Text, Key) = (text, key);

    /// <summary>The name as typed, without space around it.</summary>
    public string Text { get; }

    /// <summary>What is unique and looked up: the name without case and without the variants of compatibility and composition.</summary>
    public string Key { get; }

    /// <summary>The name, or null where it is empty, too long, or holds a character that nobody can see (controls, format characters, lone surrogates).</summary>
    public static Username? TryCreate(string? text)
    {
        text = text?.Trim();
        if (text is not { Length: > 0 and <= MaxLength } || !IsVisible(text)) return null;
        var key = NameKey.Of(text);
        return key.Length is > 0 and <= MaxLength ? new(text, key) : null;
    }

    /// <summary>What was stored: checked when it came in, kept as it was then.</summary>
    internal static Username Stored(string text, string key) => new(text, key);

    /// <inheritdoc/>
    public bool Equals(Username? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Username);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name as typed.</summary>
    public override string ToString() => Text;

    internal static bool IsVisible(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune)) return false;
            i += rune.Utf16SequenceLength;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) return false;
        }
        return true;
    }
}
