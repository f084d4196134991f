namespace Keystile.Storage;

/// <summary>An e-mail address as typed, and the key by which two spellings of it are one address.</summary>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>The most characters an address may have (RFC 5321 §4.5.3.1.3, without the brackets).</summary>
    public const int MaxLength = 254;

    private EmailAddress(string text, string key) => (Text, Key) = (text, key);

    /// <summary>The address as typed, without space around it.</summary>
    public string Text { get; }

    /// <summary>What is unique and looked up.</summary>
    public string Key { get; }

    /// <summary>The address, or null where it has not one <c>@</c> with something on both sides, holds a space, or is too long. Only a mail sent there proves more.</summary>
    public static EmailAddress? TryCreate(string? text)
    {
        text = text?.Trim();
        if (text is not { Length: > 2 and <= MaxLength } || text.Any(char.IsWhiteSpace) || !Username.IsVisible(text)) return null;
        var at = text.IndexOf('@');
        if (at <= 0 || at == text.Length - 1 || at != text.LastIndexOf('@')) return null;
        return new(text, NameKey.Of(text));
    }

    /// <summary>What was stored: checked when it came in, kept as it was then.</summary>
    internal static EmailAddress Stored(string text, string key) => new(text, key);

    /// <inheritdoc/>
    public bool Equals(EmailAddress? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The address as typed.</summary>
    public override string ToString() => Text;
}
