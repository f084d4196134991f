using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Keystile.Authenticator;
using Keystile.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Keystile.Bench;

/// <summary>Fills a database with accounts of one passkey each, as large as real ones and in random order, without a ceremony for each. All of them can sign in.</summary>
internal static class Growth
{
    // Each portion touches nearly every leaf of the random indexes, so few large ones write least.
    private const int Portion = 1_000_000;

    private const string AddUsers = """
        INSERT INTO users (app_id, id, user_handle, username, username_key, display_name, created_at)
        WITH RECURSIVE n(i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @to)
        SELECT 'home', md5('user ' || i){0}, sha256(CAST('handle ' || i AS {1})), 'grown-' || i, 'grown-' || i, 'Grown ' || i, 1764000000000 + i FROM n
        """;

    // The sizes are those of a passkey attested with "none" by a synced provider.
    private const string AddPasskeys = """
        INSERT INTO webauthn_credentials (app_id, id, rp_id, credential_id, user_id, public_key, algorithm, sign_count, transports, aaguid, backup_eligible, backup_state,
            user_verified, name, created_at, created_from, attestation_format, attestation_type, attestation_trust, attestation_object, client_data)
        WITH RECURSIVE n(i) AS (SELECT @from UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @to)
        SELECT 'home', md5('passkey ' || i){0}, 'localhost', sha256(CAST('credential ' || i AS {1})), md5('user ' || i){0}, @key, -7, 0, '["internal","hybrid"]', @aaguid, true, true,
            true, 'Passkey on iPhone (Safari)', 1764000000000 + i, 'Safari on iPhone', 'none', 'None', 'NotEvaluated', @attestation, @clientData FROM n
        """;

    private static readonly EcCredentialKey s_key = new(Cose.ES256, ECCurve.NamedCurves.nistP256, 1, HashAlgorithmName.SHA256)
    {
        Ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. Enumerable.Repeat((byte)7, 32)] }),
    };

    /// <summary>The authenticator of the account of that number. All share a key, which no server can tell.</summary>
    public static SoftwareAuthenticator Owner(int number)
    {
        var authenticator = new SoftwareAuthenticator { Counts = false, Synced = true };
        authenticator.Add(new(Digest("credential", number), "localhost", Digest("handle", number), s_key, Cbor.Encode(s_key.ToCose())));
        return authenticator;
    }

    /// <summary>Grows the database until <paramref name="passkeys"/> are in it, and prints how large it is then.</summary>
    public static async Task FillAsync(string address, int passkeys)
    {
        // Makes the schema where there is none, and loads the library that the server uses.
        await (await Database.OpenAsync(address, TimeProvider.System)).DisposeAsync();
        await using var connection = Connect(address);
        await connection.OpenAsync();
        await ExecuteAsync(connection, connection is SqliteConnection sqlite ? Prepare(sqlite) : "SET synchronous_commit = off; SET session_replication_role = replica; SET keystile.app = '*'");
        string[] forms = connection is SqliteConnection ? ["", "BLOB"] : ["::uuid", "bytea"];
        for (var from = await NumberAsync(connection, "SELECT count(*) FROM webauthn_credentials WHERE created_from = 'Safari on iPhone'"); from < passkeys; from += Portion)
        {
            var to = Math.Min(from + Portion, passkeys);
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var sql in (string[])[AddUsers, AddPasskeys]) await ExecuteAsync(connection, string.Format(CultureInfo.InvariantCulture, sql, forms), from, to);
            await transaction.CommitAsync();
        }
        await ExecuteAsync(connection, connection is SqliteConnection ? "PRAGMA journal_mode = WAL; ANALYZE" : "VACUUM ANALYZE");
        var size = await NumberAsync(connection, connection is SqliteConnection ? "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size" : "SELECT pg_database_size(current_database())");
        Console.WriteLine($"{passkeys} passkeys, {size / passkeys} bytes each");
    }

    private static DbConnection Connect(string address)
    {
        if (address.Split(':', 2) is ["sqlite", var file]) return new SqliteConnection($"Data Source={file};Pooling=False");
        var uri = new Uri(address);
        return new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username={uri.UserInfo};Database={uri.AbsolutePath[1..]};Command Timeout=0;Options=-c keystile.app=*");
    }

    /// <summary>Teaches SQLite the functions that PostgreSQL has.</summary>
    private static string Prepare(SqliteConnection connection)
    {
#pragma warning disable CA5351 // An id that looks like chance, as PostgreSQL makes it.
        connection.CreateFunction("md5", (string text) => MD5.HashData(Encoding.UTF8.GetBytes(text)), isDeterministic: true);
#pragma warning restore CA5351
        connection.CreateFunction("sha256", (byte[] bytes) => SHA256.HashData(bytes), isDeterministic: true);
        return "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -12000000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF";
    }

    private static byte[] Digest(string what, int number) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what} {number}")));

    private static async Task<long> NumberAsync(DbConnection connection, string sql)
    {
        await using var command = Command(connection, sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, long? from = null, long? to = null)
    {
        await using var command = Command(connection, sql);
        if (from is not null)
        {
            (string Name, object Value)[] values = [("from", (int)from), ("to", (int)to!), ("key", Cbor.Encode(s_key.ToCose())), ("aaguid", new byte[16]), ("attestation", new byte[194]), ("clientData", new byte[140])];
            foreach (var (name, value) in values.Where(one => sql.Contains('@' + one.Name, StringComparison.Ordinal)))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (connection is SqliteConnection ? '@' + name : name, value);
                command.Parameters.Add(parameter);
            }
        }
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        return command;
    }
}
