namespace Keystile.WebAuthn;

/// <summary>What the maker says of a model (FIDO Metadata Statement §4): the members a relying party has use for, as written.</summary>
public sealed record MetadataStatement
{
    /// <summary>The model's name for people, in English; null where it is missing.</summary>
    public string? Description { get; init; }

    /// <summary>Its names in other languages, by language tag.</summary>
    public IReadOnlyDictionary<string, string> AlternativeDescriptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Which protocol it speaks: <c>fido2</c>, <c>u2f</c>, <c>uaf</c>, or a word of the future.</summary>
    public string? ProtocolFamily { get; init; }

    /// <summary>The firmware version the statement is about; null where it is missing.</summary>
    public long? AuthenticatorVersion { get; init; }

    /// <summary>How it attests: <c>basic_full</c>, <c>basic_surrogate</c> (self attestation), <c>attca</c>, <c>anonca</c>, or a word of the future.</summary>
    public IReadOnlyList<string> AttestationTypes { get; init; } = [];

    /// <summary>The certificates its attestation leads to, DER, each once: roots, intermediates or the attestation certificates themselves.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> AttestationRootCertificates { get; init; } = [];

    /// <summary>A picture of it as a <c>data:</c> URL; null where there is none.</summary>
    public string? Icon { get; init; }
}
