using Npgsql;

namespace Keystile.Storage;

/// <summary>A database address <c>postgres://user:password@host:port/database?sslmode=...</c> as connection settings.</summary>
internal static class PostgresAddress
{
    // What the server ends by itself; the client's own patience, a little longer, is for a server that has gone silent.
    private const string Limits = "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s -c default_transaction_isolation=read\\ committed";
    private const int ClientPatience = 7;

    // To connect, and to send a cancellation to a server that has gone silent, which is waited for as long again.
    private const int ConnectPatience = 3;

    /// <exception cref="DatabaseRefusedException">It is not one; the message says the form and never the password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.AbsolutePath.Length < 2 || url.AbsolutePath.IndexOf('/', 1) > 0 || url.Fragment.Length > 0)
            throw Wrong("has the form postgres://user:password@host:5432/database");
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length == 0) throw Wrong("names a user: postgres://user:password@host:5432/database");
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = url.IdnHost,
            Port = url.Port > 0 ? url.Port : 5432,
            Database = Uri.UnescapeDataString(url.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            // Passwords and passkeys never cross a network in the clear or to a stranger, unless the operator says so.
            SslMode = url.IsLoopback ? SslMode.Prefer : SslMode.VerifyFull,
            ApplicationName = "keystile",
            Options = Limits,
            Pooling = false,
            Timeout = ConnectPatience,
            CommandTimeout = ClientPatience,
            CancellationTimeout = 1000,
            KeepAlive = 30,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            NoResetOnClose = true,
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)) Apply(settings, pair.Split('=', 2));
        return string.IsNullOrEmpty(settings.Host) ? throw Wrong("names a host, or the folder of its socket: postgres://user@/database?host=/run/postgresql") : settings;
    }

    /// <summary>For connections that only read: the server itself refuses their writes.</summary>
    public static NpgsqlConnectionStringBuilder ReadOnly(NpgsqlConnectionStringBuilder settings) =>
        new(settings.ToString()) { Options = Limits + " -c default_transaction_read_only=on" };

    /// <summary>For connections that many share: nobody's statement or lock holds the others up for long. Who met it goes on by himself, where there is more time.</summary>
    public static NpgsqlConnectionStringBuilder Impatient(NpgsqlConnectionStringBuilder settings) =>
        new(settings.ToString()) { Options = settings.Options + " -c statement_timeout=1s -c lock_timeout=50ms", CommandTimeout = 3 };

    private static void Apply(NpgsqlConnectionStringBuilder settings, string[] pair)
    {
        var value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
        switch (pair[0])
        {
            case "host" when value.StartsWith('/'):
                (settings.Host, settings.SslMode) = (value, SslMode.Disable);
                break;
            case "sslmode":
                settings.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw Wrong("has as its sslmode disable, require, verify-ca or verify-full"),
                };
                break;
            case "sslrootcert":
                settings.RootCertificate = value;
                break;
            default:
                throw Wrong("has no options but host, sslmode and sslrootcert");
        }
    }

    private static DatabaseRefusedException Wrong(string form) => new($"A PostgreSQL address {form}; write characters such as @ : / in a password as %40 %3A %2F.");
}
