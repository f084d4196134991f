using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Tokens;
using Keystile.Storage;

namespace Keystile.Server.Webhooks;

/// <summary>The secrets that deliveries are signed with, sealed for one webhook each: a receiver that another webhook names cannot be signed for.</summary>
internal sealed class WebhookSecrets(RootKey root)
{
    private const int Length = 32;

    private readonly SealingKey _key = new(root.Accepted("webhook"));

    /// <summary>A new secret, in a form that scanners for leaked secrets can know.</summary>
    public static string New() => "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    public byte[] Seal(string app, Guid webhook, string secret) => _key.Seal(Encoding.ASCII.GetBytes(secret), Context(app, webhook));

    /// <summary>The bytes of the secret's text; null where another root key sealed it, or for another webhook.</summary>
    public byte[]? Open(WebhookRow webhook) => _key.TryOpen(webhook.Secret.Span, Context(webhook.AppId, webhook.Id), out var secret) ? secret : null;

    /// <summary>Which root key sealed it, and the same sealed anew.</summary>
    public SealedBy Examine(WebhookRow webhook, out byte[] anew) => _key.Examine(webhook.Secret.Span, Context(webhook.AppId, webhook.Id), out anew);

    private static byte[] Context(string app, Guid webhook) => Encoding.ASCII.GetBytes($"{app}/{webhook}");
}
