using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.Server.Import;

/// <summary>The file that users and passkeys travel in; docs/import.md describes it.</summary>
internal sealed record PortableFile(string Format, string RpId, IReadOnlyList<PortableUser> Users)
{
    public const string Version = "keystile-users/1";
}

/// <summary>A user. One of <paramref name="UserId"/> (text) and <paramref name="UserHandle"/> (base64url) says what his passkeys call him.</summary>
internal sealed record PortableUser(
    string? UserId = null, string? UserHandle = null, string? Username = null, string? Email = null, DateTimeOffset? EmailVerifiedAt = null, string? DisplayName = null,
    DateTimeOffset? CreatedAt = null, DateTimeOffset? LockedAt = null, IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? AliasHashes = null,
    IReadOnlyList<PortableCredential>? Credentials = null);

/// <summary>A passkey. One of <paramref name="PublicKey"/> (COSE) and <paramref name="PublicKeySpki"/> (DER) is its key; bytes are base64url or base64.</summary>
internal sealed record PortableCredential(
    string Id, bool BackupEligible, string? PublicKey = null, string? PublicKeySpki = null, int? Algorithm = null, uint SignCount = 0, bool BackupState = false, bool UserVerified = false,
    IReadOnlyList<string>? Transports = null, string? Aaguid = null, string? Name = null, bool? Discoverable = null,
    DateTimeOffset? CreatedAt = null, DateTimeOffset? LastUsedAt = null, DateTimeOffset? DisabledAt = null);

/// <summary>Reads and writes the file. A member that nobody knows is a mistake: whoever misspells one would lose it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(PortableFile))]
internal sealed partial class PortableJson : JsonSerializerContext
{
    /// <summary>For a file that people look into: names stay readable.</summary>
    public static PortableJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    });
}
