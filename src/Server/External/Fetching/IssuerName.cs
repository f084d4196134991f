namespace Keystile.Server.External;

/// <summary>An issuer as settings write it. One that serves many tenants has <c>{tenantid}</c> where each of its tokens names a tenant.</summary>
internal static class IssuerName
{
    private const string Tenant = "{tenantid}";

    /// <summary>Where its document is; that of many tenants is the one for whoever comes.</summary>
    public static string DocumentUrl(string issuer) => issuer.Replace(Tenant, "common", StringComparison.Ordinal).TrimEnd('/') + "/.well-known/openid-configuration";

    /// <summary>Whether a token's issuer is that issuer, letter by letter, or one of its tenants.</summary>
    public static bool Covers(string issuer, string? given)
    {
        if (issuer == given) return !issuer.Contains(Tenant, StringComparison.Ordinal);
        var at = issuer.IndexOf(Tenant, StringComparison.Ordinal);
        if (at < 0 || given is null) return false;
        var (before, after) = (issuer[..at], issuer[(at + Tenant.Length)..]);
        return given.Length > before.Length + after.Length && given.StartsWith(before, StringComparison.Ordinal) && given.EndsWith(after, StringComparison.Ordinal)
            && Guid.TryParseExact(given[before.Length..^after.Length], "D", out _);
    }
}
