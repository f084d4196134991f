using System.Reflection;
using System.Runtime.InteropServices;

namespace Keystile.Storage;

/// <summary>Which SQLite is loaded: the system's, which the distribution keeps patched, or the bundled one where there is none.</summary>
internal static class SqliteLibrary
{
    /// <summary>The name by which functions of it are imported.</summary>
    public const string Name = "e_sqlite3";

    private const string System = "libsqlite3.so.0";
    private const int StatementJournalSpill = 26; // SQLITE_CONFIG_STMTJRNL_SPILL

    static SqliteLibrary()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(typeof(SqliteLibrary).Assembly, Resolve);
        SQLitePCL.Batteries_V2.Init();
        // Each connection is used by one thread at a time, so SQLite need not lock it at every call; nor count what it allocates.
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
        // What one statement may have to undo stays in memory, piece by piece: by default SQLite takes 64 kB for it each time.
        _ = SQLitePCL.raw.sqlite3_config(StatementJournalSpill, -1);
    }

    /// <summary>The version in use, such as <c>3.40.1</c>. Reading it loads the library.</summary>
    public static string Version => SQLitePCL.raw.sqlite3_libversion().utf8_to_string();

    // Zero means: go on looking where the runtime would, and there the bundled one is.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        OperatingSystem.IsLinux() && name == Name && NativeLibrary.TryLoad(System, out var library) ? library : 0;
}
