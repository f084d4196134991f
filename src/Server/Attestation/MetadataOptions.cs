namespace Keystile.Server.Attestation;

/// <summary>A revocation list: where its file is, and where it is fetched from, where it is.</summary>
internal sealed record RevocationListPlace(string File, Uri? Address);

/// <summary>Where the FIDO metadata comes from. Without an address nothing is ever fetched.</summary>
internal sealed record MetadataOptions
{
    /// <summary>The file with the metadata: the operator's, or the last good issue that was fetched.</summary>
    public required string File { get; init; }

    /// <summary>Where to fetch it; null where the operator brings the file.</summary>
    public Uri? Url { get; init; }

    /// <summary>Revocation lists for the certificates of who signs it; where there are any, they must cover every certificate below the root.</summary>
    public IReadOnlyList<RevocationListPlace> RevocationLists { get; init; } = [];

    /// <summary>Whether anything is fetched at all.</summary>
    public bool Fetches => Url is not null || RevocationLists.Any(list => list.Address is not null);

    /// <summary>Scheme, host and port.</summary>
    public static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>From the settings. Returns the variable that is wrong and the mend, or null.</summary>
    /// <param name="file">KEYSTILE_MDS_FILE.</param>
    /// <param name="url">KEYSTILE_MDS_URL.</param>
    /// <param name="lists">KEYSTILE_MDS_CRLS.</param>
    /// <param name="origins">KEYSTILE_MDS_ORIGINS.</param>
    /// <param name="options">What they say; null where they say nothing.</param>
    public static (string Variable, string Mend)? TryParse(string? file, string? url, IReadOnlyList<string> lists, IReadOnlyList<string> origins, out MetadataOptions? options)
    {
        options = null;
        if (file is null) return url is null && lists.Count == 0 ? null : ("MDS_FILE", "must name the file that keeps the metadata, because KEYSTILE_MDS_URL or KEYSTILE_MDS_CRLS is set");
        if (url is null && !System.IO.File.Exists(file)) return ("MDS_FILE", "names a file that is not there; download the BLOB of the FIDO metadata service and put it there, or set KEYSTILE_MDS_URL");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))) return ("MDS_FILE", "names a file in a folder that is not there");

        Uri? address = null;
        if (url is not null && Mend(url, origins, mayBeHttp: false, out address) is { } mend) return ("MDS_URL", mend);
        var places = new List<RevocationListPlace>();
        foreach (var list in lists)
        {
            if (!list.Contains("://", StringComparison.Ordinal))
            {
                if (!System.IO.File.Exists(list)) return ("MDS_CRLS", $"names the file {list}, which is not there");
                places.Add(new(list, null));
            }
            else if (Mend(list, origins, mayBeHttp: true, out var from) is { } wrong) return ("MDS_CRLS", wrong);
            else places.Add(new($"{file}.{places.Count + 1}.crl", from));
        }
        options = new() { File = file, Url = address, RevocationLists = places };
        return null;
    }

    /// <summary>Why nothing is fetched from there, or null. Metadata comes over https, and over http from this machine alone; revocation lists are signed and public, and their issuers serve them over http.</summary>
    private static string? Mend(string text, IReadOnlyList<string> origins, bool mayBeHttp, out Uri? address)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Host.Length == 0 || address.UserInfo.Length > 0) return "must hold addresses such as https://mds3.fidoalliance.org/";
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && (mayBeHttp || address.IsLoopback))) return "must be https";
        return origins.Contains(OriginOf(address), StringComparer.OrdinalIgnoreCase) ? null : $"names a place that KEYSTILE_MDS_ORIGINS does not allow; add {OriginOf(address)} there";
    }
}
