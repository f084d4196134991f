using System.Text.RegularExpressions;

namespace Keystile.Server.Tests.Costs;

/// <summary>How many statements an engine was sent: those that read, those that write, and those around them (transactions and scopes).</summary>
internal sealed partial record Overheard(int Reads, int Writes, int Around)
{
    public static Overheard Of(IReadOnlyCollection<string> statements) => new(statements.Count(IsRead), statements.Count(IsWrite), statements.Count(IsAround));

    public override string ToString() => $"{Reads} | {Writes} | {Around}";

    private static bool IsAround(string sql) => Frame().IsMatch(sql);

    private static bool IsWrite(string sql) => !IsAround(sql) && Change().IsMatch(sql);

    private static bool IsRead(string sql) => !IsAround(sql) && !Change().IsMatch(sql);

    [GeneratedRegex(@"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SELECT set_config)\b")]
    private static partial Regex Frame();

    [GeneratedRegex(@"\b(INSERT|UPDATE|DELETE)\b")]
    private static partial Regex Change();
}
