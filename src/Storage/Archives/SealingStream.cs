namespace Keystile.Storage;

/// <summary>Encrypts what is written to it. The last chunk is written when it is closed, and only then is the whole worth anything.</summary>
internal sealed class SealingStream(Stream to, SealedChunks chunks) : OneWayStream
{
    private readonly byte[] _plain = new byte[SealedChunks.Size];
    private readonly byte[] _box = new byte[SealedChunks.Size + SealedChunks.TagLength];
    private int _filled;

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _plain.Length) Seal(isLast: false);
            var part = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..part].CopyTo(_plain.AsSpan(_filled));
            _filled += part;
            buffer = buffer[part..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public void End() => Seal(isLast: true);

    private void Seal(bool isLast)
    {
        chunks.Seal(_plain.AsSpan(0, _filled), _box, isLast);
        to.Write(_box, 0, _filled + SealedChunks.TagLength);
        _filled = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) chunks.Dispose();
        base.Dispose(disposing);
    }
}
