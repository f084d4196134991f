namespace Keystile.Storage;

/// <summary>The row that a statement stands on, its columns by position in the statement.</summary>
internal abstract class Row
{
    public abstract bool IsNull(int column);

    public abstract Guid Id(int column);

    public abstract string Text(int column);

    public abstract byte[] Bytes(int column);

    public abstract long Number(int column);

    public abstract bool Flag(int column);

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    public bool? FlagOrNull(int column) => IsNull(column) ? null : Flag(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Number(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public IReadOnlyList<string> List(int column) => Lists.Read(Text(column));
}
