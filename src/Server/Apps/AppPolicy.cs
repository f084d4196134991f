using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>An app's settings in the words of the core.</summary>
internal static class AppPolicy
{
    public static RelyingPartyOptions Of(AppRow row, AppSettings settings, ServerOptions options, MetadataStore? metadata) => new()
    {
        Id = row.RpId,
        Name = row.Name,
        Origins = [.. row.Origins.Concat(settings.RelatedOrigins).Concat(NativeApps.OriginsOf(settings)).Distinct()],
        UserVerification = settings.UserVerification,
        Attestation = settings.Attestation ?? options.Attestation,
        AttestationPolicy = AttestationOf(settings),
        BackupPolicy = settings.BackupPolicy,
        Metadata = metadata,
        SignCountPolicy = settings.SignCountPolicy,
        Timeout = settings.ChallengeLifetime,
    };

    private static AttestationPolicy AttestationOf(AppSettings settings) => (settings.RequireTrustedAttestation ? AttestationPolicy.TrustedOnly : AttestationPolicy.Default) with
    {
        AllowedModels = Models(settings.AllowedModels),
        DeniedModels = Models(settings.DeniedModels),
        AcceptClaimedModel = !settings.RequireTrustedAttestation,
    };

    private static Aaguid[] Models(IReadOnlyList<string> texts) => [.. texts.Select(text => Aaguid.TryParse(text, out var model) ? model : throw new InvalidDataException("An AAGUID in the settings cannot be read."))];
}
