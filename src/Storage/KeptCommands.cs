using System.Data.Common;
using Keystile.WebAuthn;

namespace Keystile.Storage;

/// <summary>The prepared statements of one connection, each made once: preparing costs more than a point read.</summary>
internal sealed class KeptCommands(DbConnection connection, Dialect dialect) : IDisposable
{
    public Dialect Dialect => dialect;

    // By reference: the statements are constants, and hashing a long text costs as much as half a read.
    private readonly Dictionary<string, KeptCommand> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>The statement <paramref name="sql"/> with <paramref name="values"/> for <c>$1</c>, <c>$2</c>...</summary>
    public KeptCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_kept.TryGetValue(sql, out var command)) _kept.Add(sql, command = new(connection, dialect, sql, values.Length));
        command.Bind(values);
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _kept.Values) command.Command.Dispose();
        _kept.Clear();
    }
}

/// <summary>One prepared statement and its parameters.</summary>
internal sealed class KeptCommand
{
    private readonly DbParameter[] _parameters;

    public KeptCommand(DbConnection connection, Dialect dialect, string sql, int parameters)
    {
        Dialect = dialect;
        Command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of a store; values travel as parameters.
        Command.CommandText = sql;
#pragma warning restore CA2100
        _parameters = new DbParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = Command.CreateParameter();
            _parameters[i].ParameterName = dialect.ParameterName(i + 1);
            Command.Parameters.Add(_parameters[i]);
        }
    }

    public DbCommand Command { get; }

    public Dialect Dialect { get; }

    public void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != _parameters.Length) throw new ArgumentException($"{_parameters.Length} values, not {values.Length}.", nameof(values));
        for (var i = 0; i < values.Length; i++) _parameters[i].Value = Written(values[i]);
    }

    private object Written(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => Dialect.Write(id),
        uint count => (long)count,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        CredentialId id => id.ToArray(),
        UserHandle handle => handle.ToArray(),
        Aaguid aaguid => aaguid.ToArray(),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        IReadOnlyList<string> list => Lists.Write(list),
        _ => value,
    };
}
