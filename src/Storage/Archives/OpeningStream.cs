namespace Keystile.Storage;

/// <summary>Decrypts what is read from it; a byte comes out only when its whole chunk was found to be as it was written.</summary>
internal sealed class OpeningStream(Stream from, SealedChunks chunks) : OneWayStream
{
    private readonly byte[] _plain = new byte[SealedChunks.Size];
    private byte[] _box = new byte[SealedChunks.Size + SealedChunks.TagLength];
    private byte[] _next = new byte[SealedChunks.Size + SealedChunks.TagLength];
    private int _nextLength = -1, _at, _filled;
    private bool _isOver;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (_at == _filled && !_isOver) Fill();
        var part = Math.Min(buffer.Length, _filled - _at);
        _plain.AsSpan(_at, part).CopyTo(buffer);
        _at += part;
        return part;
    }

    // One chunk ahead: the one after which there is nothing must say that it is the last.
    private void Fill()
    {
        if (_nextLength < 0) _nextLength = from.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false);
        (_box, _next) = (_next, _box);
        var length = _nextLength;
        _nextLength = length == _box.Length ? from.ReadAtLeast(_next, _next.Length, throwOnEndOfStream: false) : 0;
        _isOver = _nextLength == 0;
        if (length < SealedChunks.TagLength) throw ArchiveReader.Damaged();
        _filled = length - SealedChunks.TagLength;
        chunks.Open(_box.AsSpan(0, length), _plain.AsSpan(0, _filled), _isOver);
        _at = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) chunks.Dispose();
        base.Dispose(disposing);
    }
}
