using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>The beginning of <c>sqlite3_file</c>, which is all that every file of a connection has: its table of functions (https://www.sqlite.org/c3ref/io_methods.html).</summary>
internal unsafe partial struct NativeFile
{
    public const int Main = 7; // SQLITE_FCNTL_FILE_POINTER
    public const int Log = 28; // SQLITE_FCNTL_JOURNAL_POINTER

    public FileMethods* Methods;

    /// <summary>A file that the connection has open: <see cref="Main"/> or <see cref="Log"/>.</summary>
    /// <exception cref="SqliteException">SQLite does not show it.</exception>
    public static NativeFile* Of(SqliteConnection connection, int which)
    {
        fixed (byte* main = "main\0"u8)
        {
            NativeFile* file = null;
            var outcome = sqlite3_file_control(connection.Handle!.DangerousGetHandle(), main, which, &file);
            return outcome == SQLitePCL.raw.SQLITE_OK && file is not null && file->Methods is not null ? file : throw new SqliteException("SQLite does not show its file.", outcome);
        }
    }

    /// <summary>Memory for a table of our own and what belongs to it. It is never freed: SQLite may close the file later than the connection.</summary>
    public static T* Allocate<T>()
        where T : unmanaged => (T*)RuntimeHelpers.AllocateTypeAssociatedMemory(typeof(NativeFile), sizeof(T));

    [LibraryImport(SqliteLibrary.Name)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int sqlite3_file_control(nint connection, byte* name, int operation, void* argument);
}

/// <summary><c>sqlite3_io_methods</c>, version 3: those that we call or replace by their names, the others as they lie there.</summary>
internal unsafe struct FileMethods
{
    public nint Version, Close;
    public delegate* unmanaged[Cdecl]<NativeFile*, void*, int, long, int> Read, Write;
    public delegate* unmanaged[Cdecl]<NativeFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<NativeFile*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<NativeFile*, long*, int> Size;
    public Others OfOthers;

    [InlineArray(12)]
    public struct Others
    {
        public nint First;
    }
}
