using System.Collections.Frozen;
using System.Reflection;
using Keystile.Server.Ceremonies;
using Keystile.WebAuthn;

namespace Keystile.Server.Accounts;

/// <summary>Who makes an authenticator of an AAGUID: one line a model in <c>Providers.txt</c>. For people to recognise, and nothing is decided by it: without attestation anyone may claim any.</summary>
internal static class Providers
{
    private const int AaguidLength = 36;
    private static readonly FrozenDictionary<string, ProviderBody> s_known = Read();

    /// <summary>Looked up whenever a passkey is shown, so that a newer list names older passkeys too.</summary>
    public static ProviderBody? Of(Aaguid aaguid) => s_known.GetValueOrDefault(aaguid.ToString());

    private static FrozenDictionary<string, ProviderBody> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Keystile.Server.Accounts.Providers.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenDictionary(line => line[..AaguidLength], line => New(line[(AaguidLength + 1)..]), StringComparer.Ordinal);
    }

    private static ProviderBody New(string name) => new(name, Icon(name));

    /// <summary>The first letter on a square: nobody's trademark, and the content policy takes images of the page itself only as data.</summary>
    private static string Icon(string name)
    {
        var letter = char.ToUpperInvariant(name.First(char.IsAsciiLetterOrDigit));
        var svg = $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#3b5bdb"/><text x="12" y="17" font-family="sans-serif" font-size="14" text-anchor="middle" fill="#fff">{letter}</text></svg>""";
        return "data:image/svg+xml," + Uri.EscapeDataString(svg);
    }
}
