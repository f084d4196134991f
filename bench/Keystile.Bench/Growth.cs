using Keystile.Storage;
using Microsoft.Data.Sqlite;

namespace Keystile.Bench;

/// <summary>Fills a SQLite file with accounts of one passkey each, as large as real ones and in random order, without a ceremony for each.</summary>
internal static class Growth
{
    private const int Portion = 100_000;

    // The sizes are those of a passkey attested with "none" by a synced provider.
    private const string AddUsers = """
        INSERT INTO users (app_id, id, user_handle, username, username_key, display_name, created_at)
        WITH RECURSIVE n(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $to)
        SELECT 'home', randomblob(16), randomblob(32), 'grown-' || i, 'grown-' || i, 'Grown ' || i, 1764000000000 + i FROM n
        """;

    private const string AddPasskeys = """
        INSERT INTO webauthn_credentials (app_id, id, rp_id, credential_id, user_id, public_key, algorithm, sign_count, transports, aaguid, backup_eligible, backup_state,
            user_verified, name, created_at, created_from, attestation_format, attestation_type, attestation_trust, attestation_object, client_data)
        SELECT 'home', randomblob(16), 'localhost', randomblob(32), u.id, randomblob(77), -7, 0, '["internal","hybrid"]', randomblob(16), 1, 1,
            1, 'Passkey on iPhone (Safari)', u.created_at, 'Safari on iPhone', 'none', 'None', 'NotEvaluated', randomblob(194), randomblob(140)
        FROM (WITH RECURSIVE n(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $to) SELECT 'grown-' || i AS name FROM n) AS g
        JOIN users AS u ON u.app_id = 'home' AND u.username_key = g.name
        """;

    /// <summary>Grows the file until <paramref name="passkeys"/> are in it, and prints how large it is then.</summary>
    public static async Task FillAsync(string file, int passkeys)
    {
        // Makes the schema where there is none, and loads the library that the server uses.
        await (await Database.OpenAsync("sqlite:" + file, TimeProvider.System)).DisposeAsync();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF");
        var there = Count(connection, "");
        for (var from = Count(connection, "WHERE created_from = 'Safari on iPhone'"); there < passkeys; from += Portion)
        {
            var portion = Math.Min(Portion, passkeys - there);
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, AddUsers, from, from + portion);
            Execute(connection, AddPasskeys, from, from + portion);
            Execute(connection, "COMMIT");
            there += portion;
        }
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Console.WriteLine($"{there} passkeys, {new FileInfo(file).Length / there} bytes each");
    }

    private static int Count(SqliteConnection connection, string where)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = "SELECT count(*) FROM webauthn_credentials " + where;
#pragma warning restore CA2100
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql, int? from = null, int? to = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (from is not null) command.Parameters.AddWithValue("$from", from);
        if (to is not null) command.Parameters.AddWithValue("$to", to);
        command.ExecuteNonQuery();
    }
}
