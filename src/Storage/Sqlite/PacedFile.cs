using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>A connection's database file, synced after every few pages that are written to it. Folding leaves thousands of pages to one sync otherwise, each another place of a large file, and a commit that syncs the log meanwhile waits behind them all.</summary>
/// <remarks>SQLite reaches a file by a table of functions (https://www.sqlite.org/c3ref/io_methods.html). This connection's gets a copy in which one is ours; the files of other connections stay as they are.</remarks>
internal sealed unsafe partial class PacedFile
{
    /// <summary>So many pages the disk takes in about as long as one commit.</summary>
    private const int PagesAtOnce = 8;

    private const int FilePointer = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int DataOnly = 0x12; // SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY

    private readonly Table* _table;

    private PacedFile(Table* table) => _table = table;

    /// <summary>How often the file was synced between pages.</summary>
    public long Syncs => _table->Syncs;

    /// <summary>Whether it is; false leaves all pages to SQLite's own sync at the end, which is over sooner.</summary>
    public bool IsPaced
    {
        get => _table->IsPaced;
        set => _table->IsPaced = value;
    }

    /// <summary>Paces the main file of a connection that one thread uses.</summary>
    public static PacedFile Of(SqliteConnection connection)
    {
        fixed (byte* main = "main\0"u8)
        {
            File* file = null;
            var outcome = sqlite3_file_control(connection.Handle!.DangerousGetHandle(), main, FilePointer, &file);
            if (outcome != SQLitePCL.raw.SQLITE_OK || file is null || file->Methods is null) throw new SqliteException("SQLite does not show its file.", outcome);
            // 180 bytes that are never freed: SQLite may close the file later than the connection.
            var table = (Table*)RuntimeHelpers.AllocateTypeAssociatedMemory(typeof(PacedFile), sizeof(Table));
            table->Methods = *file->Methods;
            table->Write = file->Methods->Write;
            table->IsPaced = true;
            table->Methods.Write = &Write;
            file->Methods = &table->Methods;
            return new(table);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(File* file, void* page, int length, long at)
    {
        var table = (Table*)file->Methods;
        var outcome = table->Write(file, page, length, at);
        if (outcome != SQLitePCL.raw.SQLITE_OK || !table->IsPaced || ++table->Written % PagesAtOnce != 0) return outcome;
        table->Syncs++;
        // What cannot be synced is told to SQLite as a write that failed: it writes the page again before it takes it out of the log.
        return table->Methods.Sync(file, DataOnly);
    }

    [LibraryImport(SqliteLibrary.Name)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int sqlite3_file_control(nint connection, byte* name, int operation, void* argument);

    /// <summary>The beginning of <c>sqlite3_file</c>, which is all that every file has.</summary>
    private struct File
    {
        public Methods* Methods;
    }

    /// <summary><c>sqlite3_io_methods</c>, version 3: those that we call by their names, the others as they lie there.</summary>
    [InlineArray(Length)]
    private struct Others
    {
        public const int Length = 13;
        public nint First;
    }

    private struct Methods
    {
        public nint Version, Close, Read;
        public delegate* unmanaged[Cdecl]<File*, void*, int, long, int> Write;
        public nint Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public Others Others;
    }

    /// <summary>The copy, and behind it what ours needs.</summary>
    private struct Table
    {
        public Methods Methods;
        public delegate* unmanaged[Cdecl]<File*, void*, int, long, int> Write;
        public long Written, Syncs;
        public bool IsPaced;
    }
}
