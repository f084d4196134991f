using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Keystile.Storage;

namespace Keystile.Server.Tests.Costs;

/// <summary>Hears each statement that SQLite begins to run in this process, on whichever connection to one file (https://www.sqlite.org/c3ref/trace_v2.html). It must be there before the file is opened.</summary>
internal sealed class SqliteEar : IDisposable
{
    private const int Statements = 1; // SQLITE_TRACE_STMT

    // SQLite calls them as long as a connection is open.
    private static readonly Opened s_opened = Open;
    private static readonly Began s_began = Hear;
    private static readonly ConcurrentQueue<(string File, string Sql)> s_heard = [];
    private static volatile bool s_isListening;

    public SqliteEar()
    {
        // Loads and configures the library first, as the storage does.
        SqliteLibrary.Version.ShouldNotBeEmpty();
        sqlite3_auto_extension(s_opened).ShouldBe(0);
        s_isListening = true;
    }

    public static IReadOnlyList<string> Take(string file)
    {
        List<string> mine = [];
        while (s_heard.TryDequeue(out var one))
            if (one.File == file) mine.Add(one.Sql);
        return mine;
    }

    public void Dispose()
    {
        s_isListening = false;
        s_heard.Clear();
        sqlite3_cancel_auto_extension(s_opened).ShouldBe(1);
    }

    private static int Open(nint database, nint error, nint functions) => sqlite3_trace_v2(database, Statements, s_began, 0);

    private static int Hear(uint what, nint context, nint statement, nint sql)
    {
        if (s_isListening) s_heard.Enqueue((Marshal.PtrToStringUTF8(sqlite3_db_filename(sqlite3_db_handle(statement), "main"))!, Marshal.PtrToStringUTF8(sql)!));
        return 0;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Opened(nint database, nint error, nint functions);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Began(uint what, nint context, nint statement, nint sql);

#pragma warning disable SYSLIB1054, CA2101 // Delegates and constants, in one process that runs tests.
    [DllImport("libsqlite3.so.0")]
    private static extern int sqlite3_auto_extension(Opened opened);

    [DllImport("libsqlite3.so.0")]
    private static extern int sqlite3_cancel_auto_extension(Opened opened);

    [DllImport("libsqlite3.so.0")]
    private static extern int sqlite3_trace_v2(nint database, uint what, Began began, nint context);

    [DllImport("libsqlite3.so.0")]
    private static extern nint sqlite3_db_handle(nint statement);

    [DllImport("libsqlite3.so.0", CharSet = CharSet.Ansi)]
    private static extern nint sqlite3_db_filename(nint database, string name);
#pragma warning restore SYSLIB1054, CA2101
}
