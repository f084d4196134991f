using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>What runs where the operator has metadata, and does not exist where not.</summary>
internal static class AttestationServices
{
    /// <summary>Adds the services; returns the metadata that relying parties consult, null where there is none.</summary>
    public static MetadataStore? AddMetadata(this IServiceCollection services, ServerOptions options)
    {
        if (options.Metadata is not { } metadata) return null;
        var store = new MetadataStore();
        services.AddSingleton(metadata).AddSingleton(store).AddSingleton(MetadataSource.Fido);
        services.AddSingleton<MetadataFile>().AddSingleton<MetadataDownload>().AddSingleton<MetadataFetch>();
        services.AddSingleton<AttestationReviews>().AddHostedService<MetadataRefresh>();
        return store;
    }
}
