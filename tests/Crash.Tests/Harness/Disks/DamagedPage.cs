using System.Buffers.Binary;
using Keystile.Fuzz.Tests;

namespace Keystile.Crash.Tests;

/// <summary>One page of a database that is nonsense on the disk until this is disposed of.</summary>
internal sealed class DamagedPage : IDisposable
{
    private const int Size = 4096, LogHead = 32, FrameHead = 24;

    private readonly string _file;
    private readonly long _at;
    private readonly byte[] _sound, _damaged;

    private DamagedPage(string file, long at, Dice chance)
    {
        (_file, _at, _sound) = (file, at, Read(file, at));
        // Any bytes, or none: what a sector that was never written holds.
        _damaged = chance.OneIn(2) ? chance.NextBytes(Size) : new byte[Size];
        Write(_damaged);
    }

    /// <summary>Any page of the file.</summary>
    public static DamagedPage Of(string file, Dice chance) => new(file, (long)chance.Next((int)(new FileInfo(file).Length / Size)) * Size, chance);

    /// <summary>A page of the file that has these bytes on it.</summary>
    public static DamagedPage With(ReadOnlySpan<byte> bytes, string file, Dice chance)
    {
        var whole = File.ReadAllBytes(file);
        List<long> at = [];
        for (var page = 0; page < whole.Length; page += Size)
            if (whole.AsSpan(page, Size).IndexOf(bytes) >= 0) at.Add(page);
        return new(file, chance.Pick(at), chance);
    }

    /// <summary>A page in the log, where readers find it.</summary>
    public static DamagedPage OfLog(string log, Dice chance)
    {
        var whole = File.ReadAllBytes(log);
        var last = new Dictionary<uint, long>();
        // What has another salt is left from before the log began anew.
        for (var frame = LogHead; frame + FrameHead + Size <= whole.Length && whole.AsSpan(frame + 8, 8).SequenceEqual(whole.AsSpan(16, 8)); frame += FrameHead + Size)
            last[BinaryPrimitives.ReadUInt32BigEndian(whole.AsSpan(frame))] = frame + FrameHead;
        return new(log, chance.Pick([.. last.Values]), chance);
    }

    /// <summary>Puts it back, unless the server wrote it anew.</summary>
    public void Dispose()
    {
        if (Read(_file, _at).AsSpan().SequenceEqual(_damaged)) Write(_sound);
    }

    private static byte[] Read(string file, long at)
    {
        using var stream = Open(file, FileAccess.Read);
        stream.Position = at;
        var page = new byte[Size];
        stream.ReadExactly(page);
        return page;
    }

    private void Write(byte[] page)
    {
        using var stream = Open(_file, FileAccess.Write);
        stream.Position = _at;
        stream.Write(page);
    }

    private static FileStream Open(string file, FileAccess access) => new(file, FileMode.Open, access, FileShare.ReadWrite);
}
