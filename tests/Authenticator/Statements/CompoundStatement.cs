namespace Keystile.Authenticator;

/// <summary>Format <c>compound</c> (§8.9): statements of other formats, side by side.</summary>
/// <param name="parts">What makes each.</param>
public sealed class CompoundStatement(params IStatementMaker[] parts) : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "compound";

    /// <summary>Edits the inner statement with this number.</summary>
    public (int Number, Action<LooseMap> Edit)? Spoil { get; init; }

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var statements = parts.Select(part => new LooseMap { { "fmt", part.Format }, { "attStmt", part.Make(context) } }).ToArray<object?>();
        if (Spoil is var (number, edit)) edit((LooseMap)statements[number]!);
        return statements;
    }
}
