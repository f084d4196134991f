using System.Buffers.Text;
using System.Text.Json;
using Keystile.Storage;

namespace Keystile.Server.Import;

/// <summary>Writes an app's users and passkeys as the importer reads them, a page at a time.</summary>
internal static class Exporter
{
    private const int Page = 500;

    /// <summary>Writes the file and tells how many users are in it.</summary>
    public static async Task<int> RunAsync(Database database, AppRow app, Stream to)
    {
        await using var json = new Utf8JsonWriter(to, new() { Indented = true, Encoder = PortableJson.Readable.Options.Encoder });
        json.WriteStartObject();
        json.WriteString("format", PortableFile.Version);
        json.WriteString("rpId", app.RpId);
        json.WriteStartArray("users");
        var written = 0;
        IReadOnlyList<UserSummary> page;
        var last = Guid.Empty;
        do
        {
            page = await database.ReadAsync(reading => UserPages.ListAsync(reading, app.Id, last, Page));
            foreach (var user in page)
            {
                JsonSerializer.Serialize(json, await database.ReadAsync(reading => ReadAsync(reading, user.User)), PortableJson.Readable.PortableUser);
                last = user.User.Id;
            }
            written += page.Count;
            await json.FlushAsync();
        }
        while (page.Count == Page);
        json.WriteEndArray();
        json.WriteEndObject();
        return written;
    }

    private static async ValueTask<PortableUser> ReadAsync(Transaction reading, UserRow user)
    {
        var aliases = await AliasStore.ListAsync(reading, user.AppId, user.Id);
        var passkeys = await CredentialDetails.ListAsync(reading, user.AppId, user.Id);
        return new(
            null, Base64Url.EncodeToString(user.Handle.Span), user.Username?.Text, user.Email?.Text, user.EmailVerifiedAt, user.DisplayName, user.CreatedAt, user.LockedAt,
            Filled([.. aliases.Select(alias => alias.Plaintext).OfType<string>()]), Filled([.. aliases.Where(alias => alias.Plaintext is null).Select(alias => Base64Url.EncodeToString(alias.Key.Span))]),
            [.. passkeys.Select(Portable)]);
    }

    private static PortableCredential Portable(CredentialDetails details)
    {
        var (row, record) = (details.Credential, details.Credential.Record);
        return new(
            record.Id.ToString(), record.BackupEligible, Base64Url.EncodeToString(record.PublicKey.Span), null, (int)row.Algorithm, record.SignCount, record.BackupState, record.UserVerificationInitialized,
            row.Transports, row.Aaguid.IsZero ? null : row.Aaguid.ToString(), row.Name, details.Discoverable, row.CreatedAt, row.LastUsedAt, row.DisabledAt);
    }

    private static string[]? Filled(string[] list) => list.Length > 0 ? list : null;
}
