using Keystile.Server.Tokens;

namespace Keystile.Server.Events.Sealing;

/// <summary>The key of the seals. It comes from the root key and is not in the database: who can write there cannot seal.</summary>
internal sealed class AuditKey(RootKey root)
{
    private readonly byte[] _key = root.Derive("audit");

    public ReadOnlySpan<byte> Bytes => _key;
}
