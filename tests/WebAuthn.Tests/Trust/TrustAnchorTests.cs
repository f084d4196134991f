using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

public sealed class Trust_anchors_are_read
{
    private static readonly Issued One = Issued.Root("CN=One"), Two = Issued.Root("CN=Two");

    [Fact] public void from_DER() => TrustAnchors.FromDer(One.Der, Two.Der).All.Select(anchor => anchor.Id).ShouldBe([Id(One), Id(Two)]);

    [Fact] public void each_once() => TrustAnchors.FromDer(One.Der, One.Der).And(TrustAnchors.FromDer(One.Der)).Count.ShouldBe(1);

    [Fact]
    public void from_PEM_with_words_around_it()
    {
        var pem = $"one\n{PemEncoding.WriteString("CERTIFICATE", One.Der)}\ntwo {PemEncoding.WriteString("PUBLIC KEY", [1])}\n{PemEncoding.WriteString("CERTIFICATE", Two.Der)}";
        TrustAnchors.FromPem(pem).All.Select(anchor => anchor.Id).ShouldBe([Id(One), Id(Two)]);
    }

    [Fact]
    public void from_the_file_of_the_vectors_under_their_own_ids()
    {
        var file = File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "trust-anchors.json"));
        using var json = JsonDocument.Parse(file);
        var ids = json.RootElement.EnumerateArray().Select(anchor => anchor.GetProperty("id").GetString()).ToList();
        ids.Count.ShouldBeGreaterThan(20);
        TrustAnchors.FromJson(file).All.Select(anchor => anchor.Id).ShouldBe(ids);
    }

    [Fact]
    public void from_JSON_with_format_and_model()
    {
        var json = $$"""[{"der":"{{System.Buffers.Text.Base64Url.EncodeToString(One.Der)}}","format":"packed","aaguid":"{{Issue.Model}}","note":1}]""";
        var anchors = TrustAnchors.FromJson(Encoding.UTF8.GetBytes(json));
        anchors.For("packed", Issue.Model).Count.ShouldBe(1);
        anchors.For("tpm", Issue.Model).ShouldBeEmpty();
        anchors.For("packed", Aaguid.Zero).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[{\"der\":\"AA==\"}]")]
    [InlineData("[{\"der\":\"AAAA\"}]")]
    [InlineData("[{\"der\":null}]")]
    [InlineData("no json")]
    public void not_from_other_JSON(string json) => Should.Throw<ArgumentException>(() => TrustAnchors.FromJson(Encoding.UTF8.GetBytes(json)));

    [Fact] public void not_from_a_certificate_with_bytes_left_over() => Should.Throw<ArgumentException>(() => TrustAnchors.FromDer((byte[])[.. One.Der, 0]));

    [Fact] public void not_from_a_text_without_certificates() => Should.Throw<ArgumentException>(() => TrustAnchors.FromPem("nothing here"));

    [Fact]
    public void and_do_not_change_with_the_bytes_they_came_from()
    {
        var der = (byte[])[.. One.Der];
        var anchors = TrustAnchors.FromDer(der);
        Array.Clear(der);
        anchors.All[0].Certificate.Der.ToArray().ShouldBe(One.Der);
    }

    private static string Id(Issued issued) => Convert.ToHexStringLower(SHA256.HashData(issued.Der));
}
