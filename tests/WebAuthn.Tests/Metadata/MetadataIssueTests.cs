using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests;

public sealed class An_issue_of_metadata_is_taken_when
{
    [Theory]
    [InlineData("example-fido-spec.jwt", "EXAMPLE MDS3 SIGNING CERTIFICATE")]
    [InlineData("real-no34-2023-10.jwt", "mds.fidoalliance.org")]
    public void it_is_one_of_the_vectors_at_its_time(string file, string host)
    {
        var folder = Path.Combine(TrustVectors.Folder, "mds");
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        var expected = index.RootElement.EnumerateArray().Single(entry => entry.GetProperty("file").GetString() == file);
        var source = new MetadataSource { SignerHost = host, Roots = TrustAnchors.FromDer(Base64Url.DecodeFromChars(expected.GetProperty("root").GetString())) };
        var issue = File.ReadAllBytes(Path.Combine(folder, file));

        var verdict = new MetadataStore().Update(issue, source, expected.GetProperty("time").GetDateTimeOffset());

        verdict.Rejection.ShouldBeNull();
        verdict.Value!.Number.ShouldBe(expected.GetProperty("no").GetInt64());
        verdict.Value.NextUpdate.ToString("O").ShouldBe(expected.GetProperty("nextUpdate").GetString());
        verdict.Value.Entries.Count.ShouldBe(expected.GetProperty("entries").GetInt32());
    }

    [Fact]
    public void it_is_the_real_one_under_the_roots_built_in()
    {
        var issue = File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "mds", "real-no34-2023-10.jwt"));
        var blob = new MetadataStore().Update(issue, MetadataSource.Fido, new(2023, 7, 9, 0, 0, 0, TimeSpan.Zero)).Value.ShouldNotBeNull();
        Aaguid.TryParse("c5ef55ff-ad9a-4b9f-b580-adebafe026d0", out var yubikey).ShouldBeTrue();
        var entry = blob.Find(yubikey).ShouldNotBeNull();
        entry.Statement!.Description.ShouldStartWith("YubiKey");
        entry.Statement.Icon!.ShouldStartWith("data:image/");
        entry.AttestsFully.ShouldBeTrue();
        entry.StatusReports.Select(report => report.EffectiveDate).ShouldBeInOrder(SortDirection.Descending);
        blob.Entries.ShouldAllBe(each => each.Anchors.Count > 0 || each.Statement!.AttestationRootCertificates.Count == 0);
    }

    [Fact] public void it_is_well_made() => new Issue().Accepted().Find(Issue.Model)!.Statement!.Description.ShouldBe("Test Authenticator");

    [Fact]
    public void a_line_break_ends_the_file()
    {
        var issue = new Issue();
        new MetadataStore().Update([.. issue.Sign(), .. "\r\n"u8], issue.Source, issue.Now).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public void its_root_is_any_of_the_configured_set()
    {
        var issue = new Issue();
        issue.Source = issue.Source with { Roots = MetadataSource.Fido.Roots.And(issue.Source.Roots) };
        issue.Accepted();
    }

    [Fact]
    public void V35_it_has_members_words_and_shapes_of_the_future()
    {
        var issue = new Issue();
        issue.Payload["added"] = new JsonArray(1, 2);
        issue.Payload["entries"]!.AsArray().Add(JsonValue.Create("not an entry at all"));
        issue.Payload["entries"]!.AsArray().Add(new JsonObject { ["attestationCertificateKeyIdentifiers"] = new JsonArray("00ff") });
        issue.Payload["entries"]!.AsArray().Add(new JsonObject { ["aaid"] = "1234#5678" });
        issue.OnlyEntry["statusReports"]!.AsArray().Add(Issue.Report("SOMETHING_NEW"));
        issue.OnlyEntry["metadataStatement"]!["attestationTypes"]!.AsArray().Add("quantum_full");
        issue.OnlyEntry["metadataStatement"]!["icon"] = 5;

        var blob = issue.Accepted();

        blob.Entries.Count.ShouldBe(4);
        blob.Find(Issue.Model)!.StatusReports.Select(report => report.Status).ShouldBe(["FIDO_CERTIFIED", "SOMETHING_NEW"]);
        blob.Find(Issue.Model)!.Statement!.AttestationTypes.ShouldBe(["basic_full", "quantum_full"]);
        blob.Find(Issue.Model)!.Statement!.Icon.ShouldBeNull();
        blob.Entries[3].Aaid.ShouldBe("1234#5678");
    }

    [Fact]
    public void V35_a_root_has_line_breaks_stands_twice_or_is_none()
    {
        var root = Issued.Root();
        var issue = new Issue();
        var text = Convert.ToBase64String(root.Der);
        issue.OnlyEntry["metadataStatement"]!["attestationRootCertificates"] = new JsonArray(text.Insert(64, "\n").Insert(9, " \r\n"), text, "%%%", Convert.ToBase64String("no certificate"u8));

        var entry = issue.Accepted().Find(Issue.Model).ShouldNotBeNull();

        entry.Anchors.ShouldHaveSingleItem().Certificate.Der.ToArray().ShouldBe(root.Der);
    }

    [Fact]
    public void the_signer_has_no_alternative_name_and_the_common_name_is_the_host() =>
        new Issue(signer => signer.Extensions.RemoveAll(extension => extension.Oid!.Value == "2.5.29.17")).Accepted();
}

public sealed class An_issue_of_metadata_is_refused_when
{
    [Theory, InlineData("none"), InlineData("HS256"), InlineData("es256"), InlineData(""), InlineData("ES256 ")]
    public void N138_its_algorithm_is_not_in_the_list(string algorithm) => new Issue { Algorithm = algorithm }.ShouldBeRefusedFor(Rejection.MetadataMalformed);

    [Theory, InlineData("RS256"), InlineData("ES384"), InlineData("PS256")]
    public void N138_its_algorithm_is_not_the_keys(string algorithm) => new Issue { Algorithm = algorithm }.ShouldBeRefusedFor(Rejection.MetadataSignatureInvalid);

    [Fact]
    public void N138_its_signature_is_missing_or_of_zeros()
    {
        var issue = new Issue();
        var parts = Encoding.ASCII.GetString(issue.Sign()).Split('.');
        Update(issue, $"{parts[0]}.{parts[1]}.").ShouldBe(Rejection.MetadataSignatureInvalid);
        Update(issue, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[64])}").ShouldBe(Rejection.MetadataSignatureInvalid);
    }

    [Fact]
    public void N138_its_payload_is_another()
    {
        var issue = new Issue();
        var parts = Encoding.ASCII.GetString(issue.Sign()).Split('.');
        issue.Payload["no"] = 8;
        Update(issue, $"{parts[0]}.{Issue.Encode(issue.Payload)}.{parts[2]}").ShouldBe(Rejection.MetadataSignatureInvalid);
    }

    [Fact]
    public void N139_its_signer_leads_to_a_root_that_is_not_configured()
    {
        var issue = new Issue();
        issue.Source = issue.Source with { Roots = MetadataSource.Fido.Roots };
        issue.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
        issue.Source = issue.Source with { Roots = TrustAnchors.None };
        issue.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
        issue.Chain = [.. issue.Chain, issue.Root];
        issue.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
    }

    [Theory, InlineData("mds.fidoalliance.org.evil.test"), InlineData("fidoalliance.org"), InlineData("*.fidoalliance.org")]
    public void N139_its_signer_is_another_host(string host)
    {
        new Issue(signer =>
        {
            signer.Extensions.RemoveAll(extension => extension.Oid!.Value == "2.5.29.17");
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            signer.Extensions.Add(names.Build());
        }).ShouldBeRefusedFor(Rejection.MetadataSignerWrong);
    }

    [Fact]
    public void N139_its_signers_certificate_is_out_of_date()
    {
        new Issue(signer => signer.NotAfter = Issued.Now.AddSeconds(-1)).ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
        new Issue { Now = Issued.Now.AddYears(2) }.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
    }

    [Fact]
    public void N139_its_signers_key_may_not_sign_messages() =>
        new Issue(signer => signer.Extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true))).ShouldBeRefusedFor(Rejection.MetadataSignerWrong);

    [Fact] public void N139_its_signers_certificate_is_signed_over_SHA_1() => new Issue(signer => signer.Signer = key => new Sha1Signer(key)).ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);

    [Fact]
    public void N142_another_key_of_the_chain_signed_it()
    {
        var issue = new Issue();
        issue.SigningKey = issue.Intermediate.Key;
        issue.ShouldBeRefusedFor(Rejection.MetadataSignatureInvalid);
    }

    [Fact]
    public void N143_it_is_longer_than_the_limit()
    {
        var issue = new Issue();
        issue.Source = issue.Source with { MaxLength = issue.Sign().Length - 10 };
        issue.ShouldBeRefusedFor(Rejection.MetadataMalformed);
    }

    [Theory]
    [InlineData("no", "\"7\"")]
    [InlineData("no", "-1")]
    [InlineData("no", "1.5")]
    [InlineData("no", "null")]
    [InlineData("nextUpdate", "\"tomorrow\"")]
    [InlineData("nextUpdate", "\"2026-13-01\"")]
    [InlineData("entries", "{}")]
    [InlineData("legalHeader", "\"\\ud800\"")]
    public void its_payload_is_no_issue(string member, string json)
    {
        var issue = new Issue();
        issue.Payload[member] = "@";
        var payload = issue.Payload.ToJsonString().Replace("\"@\"", json, StringComparison.Ordinal);
        MetadataReader.Read(Encoding.UTF8.GetBytes(payload)).ShouldBeNull();
    }

    [Theory, InlineData("[]"), InlineData("7"), InlineData(""), InlineData("{\"no\":1,\"no\":2,\"nextUpdate\":\"2026-01-01\",\"entries\":[]}")]
    public void its_payload_is_other_json(string json) => MetadataReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact] public void its_payload_is_not_UTF_8() => MetadataReader.Read(Encoding.Latin1.GetBytes("{\"no\":1,\"nextUpdate\":\"2026-01-01\",\"entries\":[],\"x\":\"ä\"}")).ShouldBeNull();

    [Theory, InlineData(""), InlineData("a.b"), InlineData("a.b.c.d"), InlineData("{}.{}.")]
    public void it_is_no_signed_message(string text) => Update(new(), text).ShouldBe(Rejection.MetadataMalformed);

    [Fact]
    public void a_certificate_of_its_chain_is_none()
    {
        var issue = new Issue();
        issue.Chain = [issue.Signer, issue.Intermediate with { Der = [.. issue.Intermediate.Der, 0] }];
        issue.ShouldBeRefusedFor(Rejection.MetadataMalformed);
    }

    private static Rejection? Update(Issue issue, string text) => new MetadataStore().Update(Encoding.ASCII.GetBytes(text), issue.Source, issue.Now).Rejection;
}
