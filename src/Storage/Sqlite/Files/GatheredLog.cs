using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Keystile.Storage;

/// <summary>A connection's write-ahead log, to which the frames of a commit go together: SQLite writes the head and the page of each by themselves, sixty calls for a group of sign-ins, where one or two will do.</summary>
/// <remarks>
/// What is gathered is written before anything else happens to the file, and at the latest when the commit syncs it, before SQLite tells anyone of these frames.
/// Outside of a commit nothing is: the write lock may be let go then, and another process write its own frames to the same place.
/// </remarks>
internal sealed unsafe class GatheredLog
{
    private readonly Table* _table;

    private GatheredLog(Table* table) => _table = table;

    /// <summary>How often what was gathered was written.</summary>
    public long Writes => _table->Writes;

    /// <summary>Bytes that are gathered and not yet written.</summary>
    public int Waiting => _table->Length;

    /// <summary>Takes the log of a connection that one thread uses, that is in WAL mode already, and that syncs at each commit.</summary>
    /// <exception cref="InvalidOperationException">The connection does not sync at each commit: what is gathered would stay so.</exception>
    public static GatheredLog Of(SqliteConnection connection)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA synchronous";
            if (command.ExecuteScalar() is not 2L) throw new InvalidOperationException("A log is gathered for synchronous = FULL alone.");
        }
        var file = NativeFile.Of(connection, NativeFile.Log);
        var table = NativeFile.Allocate<Table>();
        (table->Methods, table->Own) = (*file->Methods, *file->Methods);
        table->Methods.Read = &Read;
        table->Methods.Write = &Write;
        table->Methods.Truncate = &Truncate;
        table->Methods.Sync = &Sync;
        table->Methods.Size = &Size;
        file->Methods = &table->Methods;
        return new(table);
    }

    /// <summary>Runs the statement that commits.</summary>
    /// <exception cref="SqliteException">It failed. What it left is forgotten.</exception>
    public void Commit(ControlStatement commit)
    {
        _table->Gathers = true;
        try
        {
            commit.Run();
        }
        finally
        {
            (_table->Gathers, _table->Length) = (false, 0);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, void* bytes, int length, long at)
    {
        var table = (Table*)file->Methods;
        if (at != table->At + table->Length || length > Gathered.Capacity - table->Length)
        {
            if (Flush(file) is not SQLITE_OK and var error) return error;
            table->At = at;
        }
        if (!table->Gathers || length > Gathered.Capacity) return table->Own.Write(file, bytes, length, at);
        Buffer.MemoryCopy(bytes, (byte*)&table->Gathered + table->Length, Gathered.Capacity - table->Length, length);
        table->Length += length;
        return SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(NativeFile* file, int flags) => Flush(file) is not SQLITE_OK and var error ? error : ((Table*)file->Methods)->Own.Sync(file, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(NativeFile* file, void* bytes, int length, long at) => Flush(file) is not SQLITE_OK and var error ? error : ((Table*)file->Methods)->Own.Read(file, bytes, length, at);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long size) => Flush(file) is not SQLITE_OK and var error ? error : ((Table*)file->Methods)->Own.Truncate(file, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Size(NativeFile* file, long* size) => Flush(file) is not SQLITE_OK and var error ? error : ((Table*)file->Methods)->Own.Size(file, size);

    /// <summary>Writes what is gathered. What could not be written is dropped: SQLite is told, and undoes the commit.</summary>
    private static int Flush(NativeFile* file)
    {
        var table = (Table*)file->Methods;
        if (table->Length == 0) return SQLITE_OK;
        var length = table->Length;
        table->Length = 0;
        table->Writes++;
        return table->Own.Write(file, &table->Gathered, length, table->At);
    }

    /// <summary>The copy, and behind it what ours needs.</summary>
    private struct Table
    {
        public FileMethods Methods, Own;
        public long At, Writes;
        public int Length;
        public bool Gathers;
        public Gathered Gathered;
    }

    /// <summary>Room for the frames of 31 pages; SQLite's own function takes no more than 131,071 bytes at once. Where a group has more, they go out in several pieces.</summary>
    [InlineArray(Capacity)]
    private struct Gathered
    {
        public const int Capacity = 31 * (24 + 4096);
        public byte First;
    }
}
