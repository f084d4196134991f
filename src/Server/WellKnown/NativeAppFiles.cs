using System.Text.Json.Serialization;
using Keystile.Server.Apps;

namespace Keystile.Server.WellKnown;

/// <summary>An Android app that may use the site's passkeys (Google's Digital Asset Links).</summary>
internal sealed record AssetLink(IReadOnlyList<string> Relation, AssetTarget Target)
{
    private static readonly string[] s_signsIn = ["delegate_permission/common.handle_all_urls", "delegate_permission/common.get_login_creds"];

    public static IReadOnlyList<AssetLink> Of(AppSettings settings) => [.. settings.AndroidApps.Select(app => new AssetLink(s_signsIn, new("android_app", app.Package, app.Fingerprints)))];
}

/// <summary>Which Android app, and the certificates it is signed by.</summary>
internal sealed record AssetTarget(
    string Namespace,
    [property: JsonPropertyName("package_name")] string PackageName,
    [property: JsonPropertyName("sha256_cert_fingerprints")] IReadOnlyList<string> Fingerprints);

/// <summary>The Apple apps that may use the site's passkeys (Apple's Associated Domains).</summary>
internal sealed record AppleAssociation(AppleApps Webcredentials)
{
    public static AppleAssociation Of(AppSettings settings) => new(new AppleApps(settings.AppleApps));
}

/// <summary>Team and bundle of each.</summary>
internal sealed record AppleApps(IReadOnlyList<string> Apps);
