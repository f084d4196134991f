using Keystile.Fuzz.Tests;

namespace Keystile.Crash.Tests;

/// <summary>What is on the disk when the power goes: all that was synced, and of the writes since then any, in part, or none.</summary>
/// <param name="acts">In the order in which they count.</param>
/// <param name="honest">False for a disk that says a sync is done and does nothing: the negative control.</param>
internal sealed class DiskImage(IReadOnlyList<DiskAct> acts, bool honest)
{
    private const int Sector = 512, Page = 4096;

    private readonly Dictionary<string, MemoryStream> _kept = [];
    private readonly List<DiskAct> _pending = [];
    private int _next;

    /// <summary>Lets time go on to <paramref name="time"/>; it never goes back.</summary>
    public void AdvanceTo(double time)
    {
        for (; _next < acts.Count && acts[_next].Counts <= time; _next++)
        {
            var act = acts[_next];
            if (act.Deed == DiskDeed.Delete) Delete(act.File);
            else if (act.Deed != DiskDeed.Sync) _pending.Add(act);
            else if (honest) Keep(act);
        }
    }

    /// <summary>Writes one of the many images that the power can leave behind.</summary>
    public void WriteTo(DirectoryInfo folder, Dice chance)
    {
        var left = _kept.ToDictionary(file => file.Key, file => Copy(file.Value));
        foreach (var piece in _pending.SelectMany(Pieces))
        {
            var share = chance.Next(3);
            if (share == 1) Apply(left, Torn(piece, chance));
            else if (share == 2) Apply(left, piece);
        }
        foreach (var (name, bytes) in left) File.WriteAllBytes(Path.Combine(folder.FullName, name), bytes.ToArray());
    }

    /// <summary>The pages of a long write reach the disk in no order, and each by itself or not.</summary>
    private static IEnumerable<DiskAct> Pieces(DiskAct act) =>
        act.Bytes is not { Length: > Page } bytes ? [act] : bytes.Chunk(Page).Select((page, number) => act with { Bytes = page, Offset = act.Offset + (number * Page) });

    /// <summary>The first few sectors of what was to be written.</summary>
    private static DiskAct Torn(DiskAct act, Dice chance) => act.Bytes is null ? act : act with { Bytes = act.Bytes[..Math.Min(act.Bytes.Length, (1 + chance.Next(8)) * Sector)] };

    private static MemoryStream Copy(MemoryStream from)
    {
        var to = new MemoryStream();
        to.Write(from.GetBuffer(), 0, (int)from.Length);
        return to;
    }

    // Names go to the disk in the order of the acts: file systems keep a journal of them.
    private void Delete(string file)
    {
        _kept.Remove(file);
        _pending.RemoveAll(act => act.File == file);
    }

    private void Keep(DiskAct sync)
    {
        foreach (var act in _pending.Where(act => act.File == sync.File && act.Ended <= sync.Begun)) Apply(_kept, act);
        _pending.RemoveAll(act => act.File == sync.File && act.Ended <= sync.Begun);
    }

    private static void Apply(Dictionary<string, MemoryStream> files, DiskAct act)
    {
        if (!files.TryGetValue(act.File, out var file)) files[act.File] = file = new();
        if (act.Bytes is null) file.SetLength(act.Offset);
        else
        {
            file.Position = act.Offset;
            file.Write(act.Bytes);
        }
    }
}
