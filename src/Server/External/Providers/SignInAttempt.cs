using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Keystile.Server.External;

/// <summary>One attempt to sign in at a provider: what is sent there, and what only the browser that began it can prove.</summary>
/// <remarks>Nonce and PKCE verifier are drawn from the browser's secret and the attempt's id: nothing is stored, and whoever sees the address bar has neither.</remarks>
internal sealed record SignInAttempt(IdentityProvider Provider, string? ClientSecret, string RedirectUri, string State, byte[] BrowserSecret, Guid Id)
{
    public string Nonce => Draw("nonce");

    /// <summary>43 characters of base64url (RFC 7636 §4.1).</summary>
    public string CodeVerifier => Draw("pkce");

    public string CodeChallenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    private string Draw(string purpose) => Base64Url.EncodeToString(HMACSHA256.HashData(BrowserSecret, Encoding.ASCII.GetBytes($"{purpose}/{Id:N}")));
}

/// <summary>Who a provider says it is, checked.</summary>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">The person, in the issuer's words.</param>
/// <param name="Email">An address that the provider verified; null where it verified none, whatever it shows.</param>
/// <param name="Name">The person's name, for display.</param>
/// <param name="AuthenticatedAt">When the person proved to be there, where the provider tells.</param>
internal sealed record ForeignIdentity(string Issuer, string Subject, Storage.EmailAddress? Email, string? Name, DateTimeOffset? AuthenticatedAt);
