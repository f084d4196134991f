using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keystile.Storage.Tests;

/// <summary>A database in a folder of its own, with what the tests of SQLite's own files ask of it.</summary>
internal sealed class OneFile(string name) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keystile-").FullName;

    public string Path => System.IO.Path.Combine(_folder, name);

    /// <summary>The statement that writes as many rows of about a page.</summary>
    public static string Pages(int count) => string.Create(CultureInfo.InvariantCulture, $"WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count}) INSERT INTO pages SELECT randomblob(4000) FROM n");

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Folds the log; how many frames of it are folded, which are all.</summary>
    public static int Fold(SqliteConnection connection)
    {
        Checkpoint(connection, out var all, out var folded).ShouldBe(raw.SQLITE_OK);
        folded.ShouldBe(all);
        return folded;
    }

    public static int Checkpoint(SqliteConnection connection, out int all, out int folded) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out all, out folded) & 0xFF;

    /// <summary>Has every descriptor of the database, or of what stands beside it, lead to a device instead, until disposed.</summary>
    public IDisposable Swap(string suffix, string device) => new Swapped(Path + suffix, device);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Swapped : IDisposable
    {
        private readonly List<(int Descriptor, int Kept)> _all = [];

        public Swapped(string file, string device)
        {
            using var nowhere = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite);
            foreach (var descriptor in Directory.EnumerateFiles("/proc/self/fd").Where(link => new FileInfo(link).LinkTarget == file).Select(System.IO.Path.GetFileName).Select(digits => int.Parse(digits!, CultureInfo.InvariantCulture)).ToList())
            {
                _all.Add((descriptor, Dup(descriptor)));
                Dup2((int)nowhere.DangerousGetHandle(), descriptor).ShouldBeGreaterThan(0);
            }
            _all.ShouldNotBeEmpty();
        }

        public void Dispose()
        {
            foreach (var (descriptor, kept) in _all)
            {
                _ = Dup2(kept, descriptor);
                _ = Close(kept);
            }
        }

        [DllImport("libc", EntryPoint = "dup")]
        private static extern int Dup(int descriptor);

        [DllImport("libc", EntryPoint = "dup2")]
        private static extern int Dup2(int from, int to);

        [DllImport("libc", EntryPoint = "close")]
        private static extern int Close(int descriptor);
    }
}
