using Microsoft.Data.Sqlite;

namespace Keystile.Storage;

/// <summary>How every connection to the file is set up.</summary>
internal static class SqliteConnections
{
    // FULL: the write-ahead log is synced at every commit, so that what was answered outlives a loss of power.
    // Where the folding beside the writer does not keep up, the writer folds the log in at 96 MB.
    // 8 MB of pages: the inner ones of a large database stay with the writer. The readers' are void after each commit.
    private const string Durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 100663296; PRAGMA wal_autocheckpoint = 24000; PRAGMA cache_size = -8192;";

    private const string Safe = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";

    public static SqliteConnection OpenWriter(string path) => Open(path, Safe + Durable);

    public static SqliteConnection OpenReader(string path) => Open(path, Safe + "PRAGMA query_only = ON;");

    private static SqliteConnection Open(string path, string pragmas)
    {
        _ = SqliteLibrary.Version;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants only.
            command.CommandText = pragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
