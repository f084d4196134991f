using Keystile.Server.Tokens;

namespace Keystile.Server.Events.Sealing;

/// <summary>The key of the seals. It comes from the root key and is not in the database: who can write there cannot seal.</summary>
internal sealed class AuditKey(RootKey root)
{
    /// <summary>The key that seals, and those whose seals are taken for ours, too.</summary>
    public byte[][] Accepted { get; } = root.Accepted("audit");

    public ReadOnlySpan<byte> Bytes => Accepted[0];
}
