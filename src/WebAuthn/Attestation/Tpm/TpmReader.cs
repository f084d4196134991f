using System.Buffers.Binary;

namespace Keystile.WebAuthn;

/// <summary>Reads the TPM's own marshalling (TPM 2.0 Part 2): big-endian numbers, and buffers behind a length of 16 bits. Total: a wrong byte is false.</summary>
internal ref struct TpmReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether every byte is read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryReadUInt16(out ushort value)
    {
        var read = BinaryPrimitives.TryReadUInt16BigEndian(_rest, out value);
        if (read) _rest = _rest[sizeof(ushort)..];
        return read;
    }

    public bool TryReadUInt32(out uint value)
    {
        var read = BinaryPrimitives.TryReadUInt32BigEndian(_rest, out value);
        if (read) _rest = _rest[sizeof(uint)..];
        return read;
    }

    /// <summary>A sized buffer (TPM2B).</summary>
    public bool TryReadSized(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!TryReadUInt16(out var length) || _rest.Length < length) return false;
        content = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TrySkip(int length)
    {
        if (_rest.Length < length) return false;
        _rest = _rest[length..];
        return true;
    }
}
