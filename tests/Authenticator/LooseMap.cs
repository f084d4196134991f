namespace Keystile.Authenticator;

/// <summary>A CBOR map under a test's hand: in the order of the entries, doubles allowed.</summary>
public sealed class LooseMap : List<KeyValuePair<object?, object?>>
{
    /// <summary>The first value under <paramref name="key"/>; setting replaces it where it stands, or appends.</summary>
    public object? this[object? key]
    {
        get => base[IndexOf(key)].Value;
        set
        {
            var at = IndexOf(key);
            if (at < 0) Add(key, value);
            else base[at] = new(key, value);
        }
    }

    /// <summary>Appends an entry, even where the key is there already.</summary>
    public void Add(object? key, object? value) => Add(new(key, value));

    /// <summary>Takes the entry away.</summary>
    public void Remove(object? key) => RemoveAt(IndexOf(key));

    /// <summary>Puts another key in the place of <paramref name="key"/>, with the same value.</summary>
    public void Rename(object? key, object? to) => base[IndexOf(key)] = new(to, this[key]);

    /// <summary>Exchanges the places of two entries.</summary>
    public void Swap(object? left, object? right) => (base[IndexOf(left)], base[IndexOf(right)]) = (base[IndexOf(right)], base[IndexOf(left)]);

    /// <summary>Says an entry again, right after itself.</summary>
    public void Repeat(object? key) => Insert(IndexOf(key), new(key, this[key]));

    private int IndexOf(object? key) => FindIndex(entry => Equals(entry.Key, key));
}
