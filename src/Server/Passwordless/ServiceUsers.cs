using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Keystile.Server.Apps;
using Keystile.Server.Protection;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Passwordless;

/// <summary>The customer's users: rows whose handle is the customer's own id.</summary>
internal static class ServiceUsers
{
    /// <summary>The passkeys of a user; none where there is no such user.</summary>
    public static async ValueTask<IReadOnlyList<CredentialDescriptor>> CredentialsAsync(Transaction reading, App app, UserHandle user) =>
        await UserStore.FindByHandleAsync(reading, app.Id, user) is { } row ? await CredentialsAsync(reading, row) : [];

    /// <summary>The passkeys of that user.</summary>
    public static async ValueTask<IReadOnlyList<CredentialDescriptor>> CredentialsAsync(Transaction reading, UserRow user)
    {
        var passkeys = await CredentialStore.ListAsync(reading, user.AppId, user.Id);
        return [.. passkeys.Select(passkey => new CredentialDescriptor(passkey.Record.Id, passkey.Transports))];
    }

    /// <summary>The customer's id of a user; in base64url where the handle is none of the customer's, but one that the account API drew.</summary>
    public static string IdOf(UserHandle handle) => Utf8.IsValid(handle.Span) && !handle.Span.Contains((byte)0) ? Encoding.UTF8.GetString(handle.Span) : Base64Url.EncodeToString(handle.Span);

    /// <summary>The user that a query names; the spelling of the name does not matter.</summary>
    public static Problem? Asked(HttpRequest request, out UserHandle user)
    {
        var text = request.Query["userId"].ToString();
        var handle = Handle(text);
        user = handle ?? UserHandle.TryCreate("?"u8)!;
        return handle is null ? Problem.InvalidRequest with { Detail = "The query must have one userId of 1 to 64 bytes of UTF-8." } : null;
    }

    /// <summary>The user handle of a customer's id, or null where it cannot be one.</summary>
    public static UserHandle? Handle(string text) => text.Any(char.IsSurrogate) && text.EnumerateRunes().Contains(Rune.ReplacementChar) ? null : UserHandle.TryCreate(Encoding.UTF8.GetBytes(text));
}
