namespace Keystile.Authenticator;

/// <summary>Format <c>packed</c> without certificates (§8.2): signed by the credential key itself.</summary>
public sealed class PackedSelfStatement : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "packed";

    /// <inheritdoc/>
    public object Make(StatementContext context) => new LooseMap { { "alg", context.Key.Algorithm }, { "sig", context.Key.Sign(context.SignedBytes) } };
}
