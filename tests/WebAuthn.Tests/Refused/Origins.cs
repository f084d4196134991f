using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_origin_is_refused_when
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://evil-example.org")]
    [InlineData("https://example.org.evil.com")]
    [InlineData("https://org")]
    [InlineData("https://ехample.org")]
    [InlineData("https://xn--xample-9uf.org")]
    public void N029_it_is_another_host(string origin) => ShouldBeRefused(origin);

    [Theory]
    [InlineData("https://www.example.org")]
    [InlineData("https://a.b.example.org")]
    public void N029_it_is_a_sub_domain_that_is_not_listed(string origin) => ShouldBeRefused(origin);

    [Fact]
    public void N029_it_is_the_parent_of_the_listed_one() =>
        Both.With(s => s.Origin = "https://example.org").At(p => p with { Origins = ["https://login.example.org"] }).ShouldBeRejectedFor(Rejection.OriginNotAllowed);

    [Theory]
    [InlineData("http://example.org")]
    [InlineData("wss://example.org")]
    [InlineData("https://example.org:8443")]
    [InlineData("example.org")]
    [InlineData("//example.org")]
    public void N030_its_scheme_or_port_differs(string origin) => ShouldBeRefused(origin);

    [Theory]
    [InlineData("https://example.or")]
    [InlineData("https://example.org1")]
    [InlineData("https://example.orghttps://example.org")]
    [InlineData("https://example.org,https://evil.com")]
    [InlineData("xhttps://example.org")]
    public void N031_it_contains_the_listed_one_or_is_contained_in_it(string origin) => ShouldBeRefused(origin);

    [Theory]
    [InlineData("https://example.org@evil.com")]
    [InlineData("https://user@example.org")]
    [InlineData("https://example.org\\@evil.com")]
    [InlineData("HTTPS://EXAMPLE.ORG")]
    [InlineData("https://Example.org")]
    [InlineData("https://example.org.")]
    [InlineData("https://example.org/")]
    [InlineData("https://example.org:443")]
    [InlineData(" https://example.org")]
    [InlineData("https://example.org ")]
    [InlineData("https://example.org\0")]
    [InlineData("https://example.org#")]
    [InlineData("https://example.org?")]
    [InlineData("https:example.org")]
    public void N032_it_is_the_listed_one_in_another_spelling(string origin) => ShouldBeRefused(origin);

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("android:apk-key-hash:7d1043473d55bfa90e8530d35801d4e381bc69f0")]
    [InlineData("ios:bundle-id:org.example.app")]
    public void N033_it_is_opaque_or_native_and_not_listed(string origin) => ShouldBeRefused(origin);

    [Theory]
    [InlineData("https://example.co.uk")]
    [InlineData("https://example.net")]
    public void N037_it_is_related_by_its_label_only(string origin) =>
        Both.With(s => s.Origin = origin).At(p => p with { Origins = ["https://example.org", "https://example.de"] }).ShouldBeRejectedFor(Rejection.OriginNotAllowed);

    [Fact]
    public void it_is_listed_but_the_ceremony_began_from_another_listed_one() =>
        Both.With(s => s.Origin = "https://example.org").At(p => p with { Origins = ["https://example.org", "https://login.example.org"] })
            .BegunFrom("https://login.example.org").ShouldBeRejectedFor(Rejection.OriginNotAllowed);

    [Fact]
    public void N011_the_ceremony_began_from_it_but_it_was_taken_off_the_list() =>
        Both.With(s => s.Origin = "https://old.example.org").BegunFrom("https://old.example.org").ShouldBeRejectedFor(Rejection.OriginNotAllowed);

    [Fact]
    public void N035_it_was_framed_and_no_embedding_is_expected() => Both.With(s => s.CrossOrigin = true).ShouldBeRejectedFor(Rejection.CrossOriginNotAllowed);

    [Fact]
    public void N035_it_was_framed_by_a_listed_embedder_but_framing_is_off() =>
        Both.With(s => (s.CrossOrigin, s.TopOrigin) = (true, "https://shop.test")).At(p => p with { TopOrigins = ["https://shop.test"] }).ShouldBeRejectedFor(Rejection.CrossOriginNotAllowed);

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("[]")]
    public void N035_whether_it_was_framed_is_not_a_boolean(string crossOrigin) =>
        Both.With(s => s.ClientDataMembers = d => d["crossOrigin"] = JsonNode.Parse(crossOrigin)).At(Embedded).ShouldBeRejectedFor(Rejection.ClientDataNotJson);

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("https://shop.test:443")]
    [InlineData("https://SHOP.test")]
    [InlineData("https://shop.test/")]
    [InlineData("https://example.org")]
    [InlineData("")]
    [InlineData("null")]
    public void N036_the_page_around_it_is_not_an_expected_embedder(string topOrigin) =>
        Both.With(s => (s.CrossOrigin, s.TopOrigin) = (true, topOrigin)).At(Embedded).ShouldBeRejectedFor(Rejection.TopOriginNotAllowed);

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void N036_it_names_a_page_around_it_without_being_framed(bool? crossOrigin)
    {
        Both.With(s => (s.CrossOrigin, s.TopOrigin) = (crossOrigin, "https://shop.test")).At(Embedded).ShouldBeRejectedFor(Rejection.TopOriginNotAllowed);
        Both.With(s => (s.CrossOrigin, s.TopOrigin) = (crossOrigin, "https://shop.test")).ShouldBeRejectedFor(Rejection.TopOriginNotAllowed);
    }

    private static RelyingPartyOptions Embedded(RelyingPartyOptions party) => party with { AllowCrossOrigin = true, TopOrigins = ["https://shop.test"] };

    private static void ShouldBeRefused(string origin) => Both.With(s => s.Origin = origin).ShouldBeRejectedFor(Rejection.OriginNotAllowed);
}
