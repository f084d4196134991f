using Npgsql;

namespace Keystile.Storage;

/// <summary>What an error of PostgreSQL means for the unit of work that met it.</summary>
internal static class PostgresErrors
{
    /// <summary>The transaction was undone because another came in between: run again, the unit sees what the other did and decides by it.</summary>
    /// <remarks>
    /// A unique or foreign key is violated in spite of the statement's own look only where the other row came or went after that look.
    /// </remarks>
    public static bool IsRace(Exception exception) => (exception as PostgresException)?.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>The connection is gone, or was never made; what the server did last is not known from here.</summary>
    public static bool IsLost(Exception exception) => exception switch
    {
        // 57P01 to 57P05: it shuts down, crashed, cannot be connected to now, or ended the session.
        PostgresException failure => failure.SqlState.StartsWith("08", StringComparison.Ordinal) || failure.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException or IOException => true,
        _ => false,
    };

    /// <summary>Nothing came for longer than the server itself lets a statement take: it is frozen, or no packet arrives. Who has waited that long is told, and does not wait as long again.</summary>
    public static bool IsSilence(Exception exception) => IsLost(exception) && exception.InnerException is TimeoutException;

    /// <summary>The fault lies with the machine, the operator or too much work, not with the statement.</summary>
    public static bool IsOutage(Exception exception) => IsLost(exception) || (exception is PostgresException failure && (failure.SqlState[..2] is
        "28" or "53" or "57" or "58" or "XX" or "3D" || failure.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ReadOnlySqlTransaction or "25P03"));

    /// <summary>The address is wrong and no second try mends it: user, password or database.</summary>
    public static bool IsRefused(Exception exception) => (exception as PostgresException)?.SqlState[..2] is "28" or "3D";
}
