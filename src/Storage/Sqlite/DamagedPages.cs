using SQLitePCL;

namespace Keystile.Storage;

/// <summary>What a connection remembers of a page that it found damaged.</summary>
internal static class DamagedPages
{
    /// <summary>Drops its pages after such an outcome. A damaged one stays in its memory otherwise, also when it is whole again on the disk, until somebody writes, which maybe nobody can.</summary>
    public static void Forget(sqlite3 database, int outcome)
    {
        if ((outcome & 0xff) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB) _ = raw.sqlite3_exec(database, "PRAGMA shrink_memory");
    }
}
