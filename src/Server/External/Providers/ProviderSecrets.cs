using System.Buffers.Text;
using System.Text;
using Keystile.Server.Apps;
using Keystile.Server.Tokens;

namespace Keystile.Server.External;

/// <summary>Seals the secrets that apps have at their providers: whoever reads the database, or a backup, reads none.</summary>
internal sealed class ProviderSecrets(RootKey root)
{
    private readonly SealingKey _key = new(root.Accepted("external/client-secret"));

    /// <summary>Sealed for one app and one provider: pasted into another's settings it opens nothing.</summary>
    public string Seal(string app, string provider, string secret) =>
        Base64Url.EncodeToString(_key.Seal(Encoding.UTF8.GetBytes(secret), Context(app, provider)));

    /// <summary>The secret; null where the provider has none.</summary>
    /// <exception cref="InvalidDataException">What is sealed was sealed by another root key, or for another provider.</exception>
    public string? Open(App app, IdentityProvider provider)
    {
        if (provider.ClientSecret is not { } text) return null;
        if (!Base64Url.IsValid(text) || !_key.TryOpen(Base64Url.DecodeFromChars(text), Context(app.Id, provider.Key), out var secret))
        {
            throw new InvalidDataException($"The client secret of the provider {provider.Key} of the app {app.Id} cannot be opened; add the provider again.");
        }
        return Encoding.UTF8.GetString(secret);
    }

    /// <summary>Which root key sealed that secret, and the same sealed anew.</summary>
    public SealedBy Examine(string app, string provider, string secret, out string anew)
    {
        anew = "";
        if (!Base64Url.IsValid(secret)) return SealedBy.Another;
        var by = _key.Examine(Base64Url.DecodeFromChars(secret), Context(app, provider), out var box);
        anew = Base64Url.EncodeToString(box);
        return by;
    }

    private static byte[] Context(string app, string provider) => Encoding.ASCII.GetBytes($"{app}/{provider}");
}
