using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>A connection's database file, synced after every few pages that are written to it. Folding leaves thousands of pages to one sync otherwise, each another place of a large file, and a commit that syncs the log meanwhile waits behind them all.</summary>
/// <remarks>SQLite reaches a file by a table of functions. This connection's gets a copy in which one is ours; the files of other connections stay as they are.</remarks>
internal sealed unsafe class PacedFile
{
    /// <summary>So many pages the disk takes in about as long as one commit.</summary>
    public const int Fewest = 8;

    /// <summary>4 MB, of which a commit hears.</summary>
    public const int Most = 1024;

    private const int DataOnly = 0x12; // SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY

    private readonly Table* _table;

    private PacedFile(Table* table) => _table = table;

    /// <summary>How often the file was synced between pages.</summary>
    public long Syncs => _table->Syncs;

    /// <summary>After how many pages it is synced. More of them are over sooner, and a commit waits longer.</summary>
    public int PagesAtOnce
    {
        get => _table->PagesAtOnce;
        set => _table->PagesAtOnce = value;
    }

    /// <summary>Paces the main file of a connection that one thread uses.</summary>
    public static PacedFile Of(SqliteConnection connection)
    {
        var file = NativeFile.Of(connection, NativeFile.Main);
        var table = NativeFile.Allocate<Table>();
        (table->Methods, table->Own) = (*file->Methods, *file->Methods);
        table->PagesAtOnce = Fewest;
        table->Methods.Write = &Write;
        file->Methods = &table->Methods;
        return new(table);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, void* page, int length, long at)
    {
        var table = (Table*)file->Methods;
        var outcome = table->Own.Write(file, page, length, at);
        if (outcome != SQLitePCL.raw.SQLITE_OK || ++table->Written < table->PagesAtOnce) return outcome;
        table->Written = 0;
        table->Syncs++;
        // What cannot be synced is told to SQLite as a write that failed: it writes the page again before it takes it out of the log.
        return table->Own.Sync(file, DataOnly);
    }

    /// <summary>The copy, and behind it what ours needs.</summary>
    private struct Table
    {
        public FileMethods Methods, Own;
        public long Syncs;
        public int Written, PagesAtOnce;
    }
}
