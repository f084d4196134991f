using Keystile.Server.External;

namespace Keystile.Server.Tests;

public sealed class An_issuer
{
    private const string Microsoft = "https://login.microsoftonline.com/{tenantid}/v2.0";
    private const string Tenant = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";

    [Theory]
    [InlineData("https://accounts.google.com", "https://accounts.google.com", true)]
    [InlineData("https://accounts.google.com", "https://accounts.google.com/", false)]
    [InlineData("https://accounts.google.com", "accounts.google.com", false)]
    [InlineData(Microsoft, Tenant, true)]
    [InlineData(Microsoft, Microsoft, false)]
    [InlineData(Microsoft, "https://login.microsoftonline.com/common/v2.0", false)]
    [InlineData(Microsoft, "https://login.microsoftonline.com//v2.0", false)]
    [InlineData(Microsoft, "https://login.microsoftonline.com/9188040d6c674c5bb11236a304b66dad/v2.0", false)]
    [InlineData(Microsoft, "https://login.microsoftonline.com/evil.test/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", false)]
    [InlineData(Microsoft, "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0/", false)]
    [InlineData(Microsoft, "https://login.evil.test/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", false)]
    [InlineData(Microsoft, null, false)]
    public void covers_its_own_tokens_alone(string issuer, string? given, bool covers) => IssuerName.Covers(issuer, given).ShouldBe(covers);

    [Theory]
    [InlineData("https://accounts.google.com", "https://accounts.google.com/.well-known/openid-configuration")]
    [InlineData("https://id.example/realms/shop/", "https://id.example/realms/shop/.well-known/openid-configuration")]
    [InlineData(Microsoft, "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")]
    public void has_its_document_at_the_address_of_the_standard(string issuer, string url) => IssuerName.DocumentUrl(issuer).ShouldBe(url);

    [Theory]
    [InlineData("https://id.example/jwks", true)]
    [InlineData("http://localhost:5180/jwks", true)]
    [InlineData("http://127.0.0.1/jwks", true)]
    [InlineData("http://id.example/jwks", false)]
    [InlineData("http://localhost.evil.test/jwks", false)]
    [InlineData("https://user@id.example/jwks", false)]
    [InlineData("https://id.example/jwks#x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/jwks", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void is_asked_over_https_or_on_this_machine(string? url, bool safe) => ForeignUrl.IsSafe(url).ShouldBe(safe);
}
