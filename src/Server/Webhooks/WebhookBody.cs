using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Events;
using Keystile.Storage;

namespace Keystile.Server.Webhooks;

/// <summary>An event as <c>GET /events</c> shows it, and its number, by which a receiver knows one that came twice.</summary>
internal sealed record WebhookEvent(
    long Id, DateTimeOffset PerformedAt, string Message, string PerformedBy, string TenantId, string EventType, string Severity, string Subject, string ApiKeyId)
{
    public static WebhookEvent Of(string app, EventWithHandle found)
    {
        var one = ServiceEvent.Of(app, found);
        return new(found.Row.Id, one.PerformedAt, one.Message, one.PerformedBy, one.TenantId, one.EventType, one.Severity, one.Subject, one.ApiKeyId);
    }
}

/// <summary>What one delivery carries; that of <c>keystile webhooks test</c> carries no event.</summary>
internal sealed record WebhookBody(Guid WebhookId, Guid DeliveryId, IReadOnlyList<WebhookEvent> Events);

/// <summary>The signature over a delivery and its time, so that neither can be changed and none is of use later.</summary>
internal static class WebhookSignature
{
    public const string Header = "Keystile-Signature";

    public static string Of(ReadOnlySpan<byte> body, DateTimeOffset now, ReadOnlySpan<byte> secret)
    {
        var unix = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(unix), (byte)'.', .. body];
        return $"t={unix},v1={Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed))}";
    }
}
