namespace Keystile.Authenticator;

/// <summary>Format <c>none</c> (§8.7): an empty statement.</summary>
public sealed class NoStatement : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "none";

    /// <inheritdoc/>
    public object Make(StatementContext context) => new LooseMap();
}
