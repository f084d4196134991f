namespace Keystile.WebAuthn;

/// <summary>The authenticator extension outputs this library reads (CTAP 2.2 §12), out of the signed authenticator data. Unknown ones are skipped.</summary>
internal sealed class AuthenticatorOutputs
{
    private static readonly AuthenticatorOutputs Nothing = new();

    public CredentialProtection? CredentialProtection { get; private init; }
    public int? MinPinLength { get; private init; }
    public bool? CredBlobStored { get; private init; }
    public ReadOnlyMemory<byte>? CredBlob { get; private init; }

    /// <summary>Reads them; one of the wrong type counts as not answered. No extension data is no outputs.</summary>
    public static AuthenticatorOutputs Read(ReadOnlyMemory<byte> extensions)
    {
        if (extensions.IsEmpty || CborMap.TryRead(extensions, CborRules.Canonical) is not { } map) return Nothing;
        return new()
        {
            CredentialProtection = map.TryGetInteger("credProtect", out var level) && level is >= 1 and <= 3 ? (CredentialProtection)level : null,
            MinPinLength = map.TryGetInteger("minPinLength", out var length) && length is >= 0 and <= int.MaxValue ? (int)length : null,
            CredBlob = map.TryGetBytes("credBlob", out var bytes) ? (ReadOnlyMemory<byte>?)bytes.ToArray() : null,
            CredBlobStored = map.TryGet("credBlob", out var stored) && new CborReader(stored.Span, CborRules.Canonical).TryReadBoolean(out var isStored) ? isStored : null,
        };
    }
}
