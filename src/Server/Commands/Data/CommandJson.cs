using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Keystile.Server.Apps;
using Keystile.Server.Admin.Users;
using Keystile.Server.Commands.Admin;
using Keystile.Server.Commands.Doctor;
using Keystile.Server.Events.Sealing;
using Keystile.Server.Rotation;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Commands.Data;

/// <summary>A new app and its first keys, which are shown this once.</summary>
internal sealed record AppCreated(string Id, string PublicKey, string SecretKey);

/// <summary>An app as a command shows it.</summary>
internal sealed record AppLine(string Id, string RpId, string Name, IReadOnlyList<string> Origins, JsonNode Settings, DateTimeOffset CreatedAt, DateTimeOffset? LockedAt)
{
    public static AppLine Of(AppRow row) => new(row.Id, row.RpId, row.Name, row.Origins, JsonNode.Parse(SettingsEdit.Show(row.Settings))!, row.CreatedAt, row.LockedAt);
}

/// <summary>A new key, which is shown this once.</summary>
internal sealed record KeyCreated(string Id, string Key);

/// <summary>A key as a command shows it: never the key itself.</summary>
internal sealed record KeyLine(string Id, string Kind, string LastFour, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? LockedAt)
{
    public static KeyLine Of(ApiKeyRow row) =>
        new(row.Id, row.Kind == ApiKeyKind.Secret ? "secret" : "public", row.LastFour, row.Scopes, row.CreatedAt, row.LastUsedAt, row.LockedAt);
}

/// <summary>A link that opens an account once; shown this once.</summary>
internal sealed record RecoveryLinkMade(string Url, Guid UserId, DateTimeOffset ExpiresAt);

/// <summary>What a verb that changes one thing has done: its id, and the word for it, such as <c>locked</c>.</summary>
internal sealed record Changed(string Id, string Done);

/// <summary>What the verbs print with <c>--json</c>.</summary>
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(AppCreated))]
[JsonSerializable(typeof(AppLine))]
[JsonSerializable(typeof(AppLine[]))]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(KeyLine[]))]
[JsonSerializable(typeof(Changed))]
[JsonSerializable(typeof(RecoveryLinkMade))]
[JsonSerializable(typeof(WebhookCreated))]
[JsonSerializable(typeof(WebhookLine[]))]
[JsonSerializable(typeof(ProviderAdded))]
[JsonSerializable(typeof(ProviderLine[]))]
[JsonSerializable(typeof(EpochRaised))]
[JsonSerializable(typeof(UserItem[]))]
[JsonSerializable(typeof(UserDetail))]
[JsonSerializable(typeof(Invited))]
[JsonSerializable(typeof(OperatorLine[]))]
[JsonSerializable(typeof(Finding[]))]
[JsonSerializable(typeof(RotationReport))]
[JsonSerializable(typeof(ReplacedKeys))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    // For a terminal, not for a page: names stay readable.
    private static readonly CommandJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new UtcTimeConverter() } });

    public static void Print<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, typeof(T), Readable));
}
