using System.Net;
using Keystile.Server.Attestation;
using Keystile.Server.Mail;
using Keystile.WebAuthn;

namespace Keystile.Server;

/// <summary>What the operator decided: environment over keystile.json over these defaults. Read once at the start; <see cref="SettingsReader"/> says how.</summary>
internal sealed record ServerOptions
{
    /// <summary>Where people reach the server. RP ID, origin and issuer of the home app come from here and never from a Host header.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>What Kestrel listens on.</summary>
    public required string Urls { get; init; }

    /// <summary><c>sqlite:path</c>, or a PostgreSQL URL.</summary>
    public required string Database { get; init; }

    /// <summary>The root key where the operator gave one; null where a file beside the database keeps it.</summary>
    public required byte[]? MasterKey { get; init; }

    /// <summary>The file that keeps the root key where <see cref="MasterKey"/> is null.</summary>
    public required string MasterKeyFile { get; init; }

    /// <summary>The root key before, accepted and never used to make anything, where the operator gave one.</summary>
    public required byte[]? OldMasterKey { get; init; }

    /// <summary>The file that keeps the root key before, where neither <see cref="MasterKey"/> nor <see cref="OldMasterKey"/> is given.</summary>
    public string OldMasterKeyFile => MasterKeyFile + ".old";

    /// <summary>Off only for tests and benches.</summary>
    public required bool RateLimits { get; init; }

    /// <summary>The proxies whose X-Forwarded-For and X-Forwarded-Proto count. None: those headers are ignored.</summary>
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    /// <summary>The Host headers answered.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>Where reports about the server's security go (security.txt); null leaves that page out.</summary>
    public required string? SecurityContact { get; init; }

    /// <summary>What attestation new passkeys are asked for.</summary>
    public required AttestationConveyance Attestation { get; init; }

    /// <summary>Where the FIDO metadata comes from; null where there is none.</summary>
    public required MetadataOptions? Metadata { get; init; }

    /// <summary>The mail server; null where no mail goes out.</summary>
    public required MailOptions? Mail { get; init; }

    /// <summary>Let webhooks reach addresses that only this network knows.</summary>
    public required bool PrivateWebhooks { get; init; }

    /// <summary>Answer the FIDO conformance tool, which enrols whomever it likes. Never on a server that people use.</summary>
    public required bool Conformance { get; init; }

    /// <summary>The origin of <see cref="PublicUrl"/>, as a browser writes it.</summary>
    public string Origin => PublicUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Cookies are Secure and carry the __Host- prefix.</summary>
    public bool IsHttps => PublicUrl.Scheme == Uri.UriSchemeHttps;
}
