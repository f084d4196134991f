using System.Net;
using System.Text;
using Keystile.Server.Attestation;
using Keystile.Server.Mail;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;
using MimeKit;

namespace Keystile.Server;

/// <summary>A setting that the server cannot start with: one line that names it and says the mend.</summary>
internal sealed class WrongSettingException(string message) : Exception(message);

/// <summary>Reads <see cref="ServerOptions"/>: <c>KEYSTILE_NAME</c>, then <c>KEYSTILE_NAME_FILE</c>, then <c>name</c> in keystile.json.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const string DefaultPublicUrl = "http://localhost:5170";
    private readonly IConfiguration _file = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("keystile.json", optional: true).Build();

    public ServerOptions Read()
    {
        var database = Text("DATABASE", "Database") ?? "sqlite:data/keystile.db";
        var publicUrl = PublicUrl();
        return new()
        {
            PublicUrl = publicUrl,
            Urls = Text("URLS", "Urls") ?? configuration["urls"] ?? DefaultPublicUrl,
            Database = database,
            MasterKey = Key("MASTER_KEY", Text("MASTER_KEY", "MasterKey")),
            OldMasterKey = Key("MASTER_KEY_OLD", Text("MASTER_KEY_OLD", "MasterKeyOld")),
            MasterKeyFile = Path.Combine(DatabaseFolder(database), "keystile.key"),
            RateLimits = Switch("RATE_LIMITS", "RateLimits"),
            TrustedProxies = [.. List("TRUSTED_PROXIES", "TrustedProxies").Select(Network)],
            AllowedHosts = [.. List("ALLOWED_HOSTS", "AllowedHosts"), publicUrl.Host, "localhost", "127.0.0.1", "[::1]"],
            SecurityContact = Text("SECURITY_CONTACT", "SecurityContact"),
            Attestation = Attestation(),
            Metadata = Metadata(),
            Mail = Mail(),
            PrivateWebhooks = Switch("WEBHOOK_PRIVATE", "WebhookPrivate", byDefault: false),
            Conformance = Switch("CONFORMANCE", "Conformance", byDefault: false),
        };
    }

    private Uri PublicUrl()
    {
        var text = Text("PUBLIC_URL", "PublicUrl") ?? DefaultPublicUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw Wrong("PUBLIC_URL", "must be a scheme, a host and at most a port, such as https://login.example.com");
        }
        if (url.HostNameType != UriHostNameType.Dns) throw Wrong("PUBLIC_URL", "must name a host, because passkeys belong to a domain; for this machine use http://localhost:5170");
        if (url.Scheme == Uri.UriSchemeHttp && url.Host != "localhost" && !url.Host.EndsWith(".localhost", StringComparison.Ordinal))
        {
            throw Wrong("PUBLIC_URL", "must be https, because browsers offer passkeys only there; http works for localhost alone");
        }
        return url;
    }

    private static byte[]? Key(string variable, string? text) =>
        text is null ? null
        : RootKey.TryParse(text) ?? throw Wrong(variable, "must be 32 bytes in hexadecimal or base64; make one with: openssl rand -base64 32");

    private AttestationConveyance Attestation() => Text("ATTESTATION", "Attestation")?.ToLowerInvariant() switch
    {
        null or "none" => AttestationConveyance.None,
        "indirect" => AttestationConveyance.Indirect,
        "direct" => AttestationConveyance.Direct,
        "enterprise" => AttestationConveyance.Enterprise,
        _ => throw Wrong("ATTESTATION", "must be none, indirect, direct or enterprise"),
    };

    private MetadataOptions? Metadata() =>
        MetadataOptions.TryParse(Text("MDS_FILE", "MdsFile"), Text("MDS_URL", "MdsUrl"), List("MDS_CRLS", "MdsCrls"), List("MDS_ORIGINS", "MdsOrigins"), out var metadata) is { } wrong
            ? throw Wrong(wrong.Variable, wrong.Mend) : metadata;

    private MailOptions? Mail()
    {
        if (Text("SMTP_URL", "SmtpUrl") is not { } url) return null;
        if (!MailboxAddress.TryParse(Text("MAIL_FROM", "MailFrom"), out var from) || !Letter.CanReach(from.Address))
        {
            throw Wrong("MAIL_FROM", "must name whom mail is from, such as Example <login@example.com>, because KEYSTILE_SMTP_URL is set");
        }
        return MailOptions.TryParse(url, Text("SMTP_PASSWORD", "SmtpPassword"), from, out var mail) is { } mend ? throw Wrong("SMTP_URL", mend) : mail;
    }

    private bool Switch(string variable, string name, bool byDefault = true) => Text(variable, name)?.ToLowerInvariant() switch
    {
        null => byDefault,
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw Wrong(variable, "must be on or off"),
    };

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : throw Wrong("TRUSTED_PROXIES", "must be addresses or networks separated by commas, such as 10.0.0.5, 10.1.0.0/16");

    private string[] List(string variable, string name) =>
        Text(variable, name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private string? Text(string variable, string name) =>
        Filled(configuration["KEYSTILE_" + variable]) ?? FromSecretFile(variable) ?? Filled(configuration["Keystile:" + name]) ?? Filled(_file[name]);

    private string? FromSecretFile(string variable)
    {
        if (Filled(configuration[$"KEYSTILE_{variable}_FILE"]) is not { } path) return null;
        try
        {
            return File.ReadAllText(path, Encoding.UTF8).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong(variable + "_FILE", "names a file that cannot be read; check the path and who may read it");
        }
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string DatabaseFolder(string database) =>
        database.StartsWith("sqlite:", StringComparison.Ordinal) ? Path.GetDirectoryName(Path.GetFullPath(database["sqlite:".Length..])) ?? "." : Path.GetFullPath("data");

    private static WrongSettingException Wrong(string variable, string mend) => new($"KEYSTILE_{variable} {mend}.");
}
