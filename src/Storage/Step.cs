namespace Keystile.Storage;

/// <summary>One statement that must change exactly one row: a step of a series that is stored as a whole or not at all.</summary>
/// <remarks>A series says everything beforehand, so that PostgreSQL gets it in one message, together with others that come at the same time.</remarks>
public sealed class Step
{
    internal Step(string sql, params object?[] values) => (Sql, Values) = (sql, values);

    internal string Sql { get; }

    /// <summary>For <c>$1</c>, <c>$2</c>...</summary>
    internal object?[] Values { get; }

    /// <summary>The token that this step spends, by which a commit whose answer was lost is found again.</summary>
    internal ReadOnlyMemory<byte>? Spends { get; init; }
}
