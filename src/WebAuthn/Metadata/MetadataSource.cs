namespace Keystile.WebAuthn;

/// <summary>Whose metadata is taken: what the signer of an issue must prove (FIDO MDS §3.2).</summary>
public sealed record MetadataSource
{
    private static readonly TrustAnchors FidoRoots = ReadFidoRoots();

    /// <summary>The FIDO Alliance's service.</summary>
    public static MetadataSource Fido { get; } = new();

    /// <summary>The roots that the signer's certificate may lead to. Default: those the service has used, GlobalSign R3 and R46; a set, because it changes them.</summary>
    public TrustAnchors Roots { get; init; } = FidoRoots;

    /// <summary>The host name in the signer's certificate. Default: <c>mds.fidoalliance.org</c>.</summary>
    public string SignerHost { get; init; } = "mds.fidoalliance.org";

    /// <summary>Revocation lists of the signer's issuers, DER, fetched by whoever runs the server from places of its own choice. Each must be good.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists { get; init; } = [];

    /// <summary>Whether every certificate up to the root must be covered by a list. Default: no.</summary>
    public bool RequireRevocationLists { get; init; }

    /// <summary>
    /// Judge the signer at the first instant at which its whole path was valid, whatever the time is now: for looking at an issue of the past.
    /// Never for a server, which would take an issue signed with an expired certificate. Default: no.
    /// </summary>
    public bool IsRecording { get; init; }

    /// <summary>The longest issue taken, in bytes. Default: 32 MiB.</summary>
    public int MaxLength { get; init; } = 32 * 1024 * 1024;

    private static TrustAnchors ReadFidoRoots()
    {
        using var stream = typeof(MetadataSource).Assembly.GetManifestResourceStream("fido-mds-roots.pem")!;
        using var reader = new StreamReader(stream);
        return TrustAnchors.FromPem(reader.ReadToEnd());
    }
}
