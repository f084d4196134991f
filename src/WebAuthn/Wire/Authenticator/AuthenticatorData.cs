using System.Buffers.Binary;

namespace Keystile.WebAuthn;

/// <summary>Authenticator data (§6.1) taken apart, every byte accounted for: hash(32) flags(1) counter(4) [attested data] [extensions].</summary>
internal sealed class AuthenticatorData
{
    private const int HeaderLength = 32 + 1 + 4;

    private AuthenticatorData(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>All of it, as signed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public ReadOnlySpan<byte> RpIdHash => Bytes.Span[..32];

    public AuthenticatorFlags Flags => (AuthenticatorFlags)Bytes.Span[32];

    public uint SignCount => BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span[33..]);

    /// <summary>The new credential, where the AT flag announces one.</summary>
    public AttestedCredentialData? Attested { get; private init; }

    /// <summary>The extension outputs as one canonical CBOR map, where the ED flag announces them; else empty.</summary>
    public ReadOnlyMemory<byte> Extensions { get; private init; }

    public bool Has(AuthenticatorFlags flag) => (Flags & flag) == flag;

    /// <summary>The parts, or null where one is missing, malformed, unannounced or followed by anything.</summary>
    public static AuthenticatorData? TryParse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderLength) return null;
        var flags = (AuthenticatorFlags)bytes.Span[32];
        var rest = bytes[HeaderLength..];

        AttestedCredentialData? attested = null;
        if (flags.HasFlag(AuthenticatorFlags.AttestedCredentialData))
        {
            attested = AttestedCredentialData.TryTake(ref rest);
            if (attested is null) return null;
        }
        var extensions = rest;
        if (flags.HasFlag(AuthenticatorFlags.ExtensionData) ? !IsExtensionMap(extensions.Span) : !extensions.IsEmpty) return null;
        return new(bytes) { Attested = attested, Extensions = extensions };
    }

    private static bool IsExtensionMap(ReadOnlySpan<byte> bytes)
    {
        var reader = new CborReader(bytes, CborRules.Canonical);
        if (!reader.TryReadMap(out var count)) return false;
        var order = new CborKeyOrder(bytes, CborRules.Canonical, stackalloc (int, int)[count]);
        for (var i = 0; i < count; i++)
        {
            var start = reader.Position;
            if (!reader.TryReadText(out ReadOnlySpan<byte> _) || !order.Takes(start, reader.Position) || !reader.TryReadEncoded(out _, depth: 1)) return false;
        }
        return reader.AtEnd;
    }
}
