using System.Collections.Frozen;
using System.Text;
using Keystile.Storage;

namespace Keystile.Server.Tokens;

/// <summary>The keys as they were read at one moment, newest first.</summary>
internal sealed class SigningKeyRing
{
    private readonly IReadOnlyList<SigningKeyRow> _rows;
    private readonly SigningKey[] _keys;
    private readonly FrozenDictionary<string, SigningKey> _byHeader;

    public SigningKeyRing(IReadOnlyList<SigningKeyRow> rows, Func<SigningKeyRow, SigningKey> read)
    {
        _rows = rows;
        _keys = [.. rows.Select(read)];
        Published = new([.. _keys.Select(key => key.Jwk)]);
        _byHeader = _keys.ToFrozenDictionary(key => Encoding.ASCII.GetString(key.Header), StringComparer.Ordinal);
    }

    public JwkSet Published { get; }

    /// <summary>The key that signs at that time: the newest that has been published long enough, or else the oldest that can.</summary>
    public SigningKey At(DateTimeOffset time)
    {
        var oldest = 0;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].WrappedKey.Length == 0) break;
            if (SigningKeys.SignsFrom(_rows[i]) <= time) return _keys[i];
            oldest = i;
        }
        return _keys[oldest];
    }

    /// <summary>The key whose whole header this is. Type, algorithm and <c>kid</c> are compared at once, as text we wrote ourselves.</summary>
    public SigningKey? Find(ReadOnlySpan<byte> header) => _byHeader.GetValueOrDefault(Encoding.ASCII.GetString(header));

    public bool IsOf(IReadOnlyList<SigningKeyRow> rows) =>
        _rows.Select(row => (row.Kid, row.WrappedKey.Length)).SequenceEqual(rows.Select(row => (row.Kid, row.WrappedKey.Length)));
}
