using System.Text.Json;
using System.Text.Json.Serialization;
using Keystile.Server.External;
using Keystile.Server.Passwordless;
using Keystile.Server.Tokens;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>What an app's operator decided: the JSON object in <c>apps.settings</c>. A member that is absent has the default that stands here; one that this program does not know is left alone.</summary>
/// <remarks>Members have <c>set</c>, and nobody uses it but the serializer: for an absent <c>init</c> member it would write the type's default over ours.</remarks>
internal sealed record AppSettings
{
    /// <summary>All defaults.</summary>
    public static readonly AppSettings Default = new();

    /// <summary>The least that every ceremony asks for; a call may ask for more.</summary>
    public UserVerification UserVerification { get; set; } = UserVerification.Preferred;

    /// <summary>The least attestation that new passkeys are asked for. Absent: what KEYSTILE_ATTESTATION says.</summary>
    public AttestationConveyance? Attestation { get; set; }

    /// <summary>Whether a new passkey must come with attestation that leads to a trusted anchor.</summary>
    public bool RequireTrustedAttestation { get; set; }

    /// <summary>The only models that may be registered, as AAGUIDs. Empty: every model. Proven by attestation where that must be trusted, else taken at their word.</summary>
    public IReadOnlyList<string> AllowedModels { get; set; } = [];

    /// <summary>Models that may not be registered, as AAGUIDs.</summary>
    public IReadOnlyList<string> DeniedModels { get; set; } = [];

    /// <summary>Which new passkeys are taken by whether they can be, or are, backed up.</summary>
    public BackupPolicy BackupPolicy { get; set; } = BackupPolicy.Any;

    /// <summary>How many passkeys a user may have.</summary>
    public int PasskeysPerUser { get; set; } = 32;

    /// <summary>What to do when a signature counter does not grow.</summary>
    public SignCountPolicy SignCountPolicy { get; set; } = SignCountPolicy.RejectDeviceBound;

    /// <summary>How long a begun ceremony waits for its answer: 5 minutes, as WebAuthn Level 3 advises.</summary>
    public int ChallengeSeconds { get; set; } = 300;

    /// <summary>A session that nobody uses ends.</summary>
    public int SessionIdleSeconds { get; set; } = 7 * 86_400;

    /// <summary>Every session ends.</summary>
    public int SessionSeconds { get; set; } = 30 * 86_400;

    /// <summary>Whether whoever signs in gets tokens besides the cookie. Off: no script ever holds what a session is, and no bearer token of ours is taken. For pages of Keystile's own origin, whose cookie is enough.</summary>
    public bool SessionTokens { get; set; } = true;

    /// <summary>Whether people may make accounts of their own by choosing a username.</summary>
    public bool SignUp { get; set; } = true;

    /// <summary>Whether the backend may make sign-in tokens without a passkey.</summary>
    public bool GeneratedTokens { get; set; } = true;

    /// <summary>Whether magic links may be sent.</summary>
    public bool MagicLinks { get; set; } = true;

    /// <summary>Whether people are told by mail what happened to their account.</summary>
    public bool MailNotices { get; set; } = true;

    /// <summary>Whether a recovery link works only in the browser it was asked for in, where that is a page of Keystile.</summary>
    public bool RecoverInSameBrowser { get; set; } = true;

    /// <summary>Where the pages are that mail leads to: <c>/account</c>, <c>/recover</c> and <c>/verify-email</c> below it. Absent: the app's first origin.</summary>
    public string? PagesUrl { get; set; }

    /// <summary>Whether a verify token may be verified again until it expires.</summary>
    public bool RepeatedVerify { get; set; }

    /// <summary>What sign-ins can be for, beside or instead of the two presets; written by the backend at <c>/auth-configs</c>.</summary>
    public IReadOnlyList<Purpose> Purposes { get; set; } = [];

    /// <summary>Origins of other domains that may use the app's RP ID, published at <c>/.well-known/webauthn</c>.</summary>
    public IReadOnlyList<string> RelatedOrigins { get; set; } = [];

    /// <summary>The app's Android apps.</summary>
    public IReadOnlyList<AndroidApp> AndroidApps { get; set; } = [];

    /// <summary>The app's Apple apps: team and bundle, such as <c>A1B2C3D4E5.com.example.shop</c>.</summary>
    public IReadOnlyList<string> AppleApps { get; set; } = [];

    /// <summary>How many days the app's events are kept.</summary>
    public int EventDays { get; set; } = 365;

    /// <summary>Where people may sign in besides; keystile providers writes them.</summary>
    public IReadOnlyList<IdentityProvider> IdentityProviders { get; set; } = [];

    /// <summary>Where a sign-in at a provider may return to, letter by letter. The home app returns to its own pages.</summary>
    public IReadOnlyList<string> ReturnUrls { get; set; } = [];

    /// <summary>Whose access tokens sign in the app's own users; absent: nobody's but ours.</summary>
    public TokenIssuer? TokenIssuer { get; set; }

    /// <summary>How old a sign-in may be that connects an account's first passkey; absent: as old as the session.</summary>
    public int? ConnectWithinSeconds { get; set; }

    [JsonIgnore] public TimeSpan ChallengeLifetime => TimeSpan.FromSeconds(ChallengeSeconds);

    [JsonIgnore] public TimeSpan SessionIdle => TimeSpan.FromSeconds(SessionIdleSeconds);

    [JsonIgnore] public TimeSpan SessionLifetime => TimeSpan.FromSeconds(SessionSeconds);

    /// <summary>The settings in a row, or null where the text is not that of settings.</summary>
    public static AppSettings? TryParse(string json)
    {
        try
        {
            if (json == "{}") return Default;
            using var document = JsonDocument.Parse(json);
            return HasHole(document.RootElement) ? null : document.Deserialize(AppSettingsJson.Default.AppSettings);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether some list has a null in it, which the serializer lets pass whatever the list is of.</summary>
    private static bool HasHole(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null || HasHole(item)),
        JsonValueKind.Object => element.EnumerateObject().Any(member => HasHole(member.Value)),
        _ => false,
    };
}

/// <summary>An Android app that uses the app's passkeys: its package, and the SHA-256 of the certificates it is signed by, as hexadecimal with colons.</summary>
internal sealed record AndroidApp(string Package, IReadOnlyList<string> Fingerprints);

/// <summary>Settings as they are stored: tolerant of members of another version, strict about the values of those it knows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(NameConverter<UserVerification>), typeof(NameConverter<AttestationConveyance>), typeof(NameConverter<SignCountPolicy>), typeof(NameConverter<BackupPolicy>), typeof(NameConverter<ProviderKind>)])]
[JsonSerializable(typeof(AppSettings))]
internal sealed partial class AppSettingsJson : JsonSerializerContext;
