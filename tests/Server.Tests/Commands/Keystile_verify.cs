using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>The built program over recorded ceremonies.</summary>
public sealed class Keystile_verify : IDisposable
{
    private static readonly string[] Members = ["id", "ok", "code", "step", "fmt", "alg", "aaguid", "attestationType", "trust", "anchor"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-verify-");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task finds_every_shared_vector_as_expected(bool anchors, bool metadata)
    {
        string[] arguments = ["verify", .. SharedFiles.Vectors];
        if (anchors) arguments = [.. arguments, "--anchors", SharedFiles.PathOf("trust-anchors.json")];
        if (metadata) arguments = [.. arguments, "--mds", SharedFiles.PathOf("mds/real-no34-2023-10.jwt")];

        var run = await CommandRun.Of(arguments);

        run.Errors.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        var lines = run.Lines.Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        lines.Count.ShouldBe(173);
        lines.ShouldAllBe(line => line.Select(member => member.Key).SequenceEqual(Members));
        lines.Any(line => (string?)line["trust"] == "Trusted").ShouldBe(anchors || metadata);
    }

    [Fact]
    public async Task prints_what_was_verified()
    {
        var run = await CommandRun.Of("verify", Recorded());

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Lines.ShouldBe([
            """{"id":"up","ok":true,"code":null,"step":null,"fmt":"packed","alg":-7,"aaguid":"6b657973-7469-6c65-2d74-657374732d31","attestationType":"Self","trust":"SelfSigned","anchor":null}""",
            """{"id":"in","ok":true,"code":null,"step":null,"fmt":null,"alg":-7,"aaguid":null,"attestationType":null,"trust":null,"anchor":null}""",
        ]);
    }

    [Fact]
    public async Task names_the_code_and_the_step_of_a_refusal()
    {
        var run = await CommandRun.Of("verify", Recorded(vector => (vector["origin"], vector["expect"]) = ("https://example.com", new JsonObject { ["ok"] = false })));

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Lines[0].ShouldContain("\"code\":\"origin_not_allowed\",\"step\":\"7.1.9\"");
        run.Lines[1].ShouldContain("\"code\":\"origin_not_allowed\",\"step\":\"7.2.12\"");
    }

    [Theory]
    [InlineData("ok", "false", "expected ok False")]
    [InlineData("alg", "-8", "expected alg -8, was -7")]
    [InlineData("signCount", "9", "expected signCount 9, was 0")]
    [InlineData("flags", "1", "expected flags 1")]
    [InlineData("fmt", "\"tpm\"", "expected fmt tpm")]
    [InlineData("attestationType", "\"Basic\"", "expected attestationType Basic, was")]
    public async Task exits_with_1_where_an_expectation_is_not_met(string member, string value, string breach)
    {
        var file = Recorded(vector => vector["expect"]![member] = JsonNode.Parse(value));
        var run = await CommandRun.Of("verify", file);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain(breach);
        (await CommandRun.Of("verify", Recorded(vector => (vector["expect"]![member], vector["lenient"]) = (JsonNode.Parse(value), true)))).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task exits_with_2_where_a_file_is_none_of_its_kind()
    {
        var nonsense = Path.Combine(_folder.FullName, "nonsense");
        await File.WriteAllTextAsync(nonsense, "nonsense", TestContext.Current.CancellationToken);

        foreach (var arguments in new string[][] { [nonsense], ["missing"], [Recorded(), "--anchors", nonsense], [Recorded(), "--mds", nonsense], [] })
        {
            var run = await CommandRun.Of(["verify", .. arguments]);
            run.ExitCode.ShouldBe(2, string.Join(' ', arguments));
            run.Errors.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task names_a_file_that_is_none_of_its_kind_in_one_line_before_it_judges_any()
    {
        foreach (var content in (string[])["", "nonsense", "[null]", "{}", "[1]", """{"vectors": {}}""", new string('[', 100_000)])
        {
            var bad = Path.Combine(_folder.FullName, "bad.json");
            await File.WriteAllTextAsync(bad, content, TestContext.Current.CancellationToken);
            var run = await CommandRun.Of("verify", Recorded(), bad);
            run.ExitCode.ShouldBe(2, content);
            run.Output.ShouldBeEmpty();
            run.Errors.TrimEnd().ShouldStartWith("keystile: bad.json is not a file of recorded ceremonies: ");
            run.Errors.TrimEnd().ShouldNotContain('\n');
        }
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("wrapped")]
    [InlineData("marked")]
    public async Task takes_one_ceremony_alone_an_object_around_them_and_a_byte_order_mark(string form)
    {
        var file = Recorded();
        var vectors = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        var text = form switch { "bare" => vectors[0]!.ToJsonString(), "wrapped" => new JsonObject { ["about"] = "", ["vectors"] = vectors }.ToJsonString(), _ => "\uFEFF" + vectors.ToJsonString() };
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var run = await CommandRun.Of("verify", file, Recorded());

        run.ExitCode.ShouldBe(0, run.Errors);
        run.Lines.Length.ShouldBe(form == "bare" ? 3 : 4);
        run.Lines.ShouldAllBe(line => line.Contains("\"ok\":true"));
    }

    [Fact]
    public async Task takes_what_a_file_leaves_out_or_says_nothing_of()
    {
        foreach (var member in (string[])["topOrigin", "crossOrigin", "appid", "userVerification", "pubKeyCredParams", "storedSignCount", "time", "lenient", "expect"])
        {
            (await CommandRun.Of("verify", Recorded(vector => vector[member] = null))).ExitCode.ShouldBe(0, member);
        }
        (await CommandRun.Of("verify", Recorded(vector => (vector["remark"], vector["expect"]) = (new JsonObject { ["a"] = 1 }, new JsonObject { ["ok"] = true, ["why"] = "x", ["fmt"] = null, ["new"] = 1 })))).ExitCode.ShouldBe(0);
        (await CommandRun.Of("verify", Recorded(vector => vector["pubKeyCredParams"] = JsonNode.Parse("""[{"type": "public-key", "alg": -7}]""")))).ExitCode.ShouldBe(0);
        (await CommandRun.Of("verify", Recorded(vector => vector["pubKeyCredParams"] = JsonNode.Parse("[-8]")))).Lines[0].ShouldContain("algorithm_not_offered");
    }

    [Fact]
    public async Task says_of_a_ceremony_nobody_could_have_begun_that_it_is_unusable_and_goes_on()
    {
        foreach (var (member, value) in ((string, JsonNode)[])[("challenge", ""), ("challenge", "?"), ("rpId", "https://example.org"), ("kind", "other"), ("pubKeyCredParams", new JsonArray("ES256"))])
        {
            var run = await CommandRun.Of("verify", Recorded(vector => { if ((string?)vector["id"] == "up") vector[member] = value.DeepClone(); }));
            run.ExitCode.ShouldBe(1, member);
            run.Lines[0].ShouldContain("\"ok\":false,\"code\":\"unusable_vector\"");
            run.Lines[1].ShouldContain("\"ok\":true");
        }
    }

    [Theory]
    [InlineData("id")]
    [InlineData("kind")]
    [InlineData("rpId")]
    [InlineData("origin")]
    [InlineData("challenge")]
    [InlineData("credential")]
    [InlineData("publicKey")]
    public async Task says_which_member_a_ceremony_lacks_and_judges_the_others(string member)
    {
        var without = member == "publicKey" ? "in" : "up";
        foreach (var (ok, expected) in ((bool?, string)[])[(true, "an acceptance"), (null, "nothing"), (false, "a refusal")])
        {
            var run = await CommandRun.Of("verify", Recorded(vector =>
            {
                if ((string?)vector["id"] != without) return;
                vector["expect"] = ok is null ? null : new JsonObject { ["ok"] = ok };
                vector.Remove(member);
            }));

            var at = without == "up" ? 0 : 1;
            run.Lines.Length.ShouldBe(2, expected);
            run.Lines[1 - at].ShouldContain("\"ok\":true");
            // Nothing came back: that the verifier refuses by itself. What was asked for it cannot do without.
            if (member == "credential" && ok == false)
            {
                run.ExitCode.ShouldBe(0, run.Errors);
                run.Lines[at].ShouldContain("\"ok\":false,\"code\":\"malformed_credential\"");
                continue;
            }
            run.ExitCode.ShouldBe(1, expected);
            run.Lines[at].ShouldContain("\"ok\":false,\"code\":\"unusable_vector\"");
            run.Errors.TrimEnd().ShouldEndWith($"cannot be judged: the member {member} is missing.");
            run.Errors.ShouldContain(member == "id" ? ", number 1: " : $"{without}: ");
        }
    }

    [Fact]
    public async Task says_what_a_ceremony_has_wrong_and_judges_the_others()
    {
        foreach (var (member, value, fault) in ((string, string, string)[])
        [
            ("rpId", "5", "the member rpId is of the wrong type, or no text."), ("time", "\"noon\"", "the member time is of the wrong type, or no text."), ("storedSignCount", "-1", "the member storedSignCount is of the wrong type, or no text."),
            ("expect", "{\"ok\": \"yes\"}", "the member expect.ok is of the wrong type, or no text."), ("origin", "\"\\ud800\"", "the member origin is of the wrong type, or no text."), ("kind", "\"\\ud800\"", "a text holds half a surrogate pair."), ("id", "7", "the member id is of the wrong type, or no text."),
        ])
        {
            var file = Recorded(vector => { if ((string?)vector["id"] == "up") vector[member] = "here"; });
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\"here\"", value, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var run = await CommandRun.Of("verify", file);
            run.ExitCode.ShouldBe(1, member);
            run.Errors.TrimEnd().ShouldEndWith("cannot be judged: " + fault);
            run.Lines[0].ShouldContain("\"code\":\"unusable_vector\"");
            run.Lines[1].ShouldContain("\"ok\":true");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A file with a sign-up and a sign-in of the software authenticator, changed as told.</summary>
    private string Recorded(Action<JsonObject>? change = null)
    {
        var registration = new RegistrationScenario { Statement = new PackedSelfStatement() };
        var made = registration.Make();
        var assertion = new AssertionScenario(made.Credential);
        var signed = assertion.Make();
        JsonObject[] vectors =
        [
            new() { ["id"] = "up", ["kind"] = "registration", ["challenge"] = Base64Text.Url(registration.Challenge), ["credential"] = JsonNode.Parse(made.Json) },
            new() { ["id"] = "in", ["kind"] = "authentication", ["challenge"] = Base64Text.Url(assertion.Challenge), ["credential"] = JsonNode.Parse(signed.Json), ["publicKey"] = Base64Text.Url(made.Credential.PublicKey) },
        ];
        foreach (var vector in vectors)
        {
            (vector["rpId"], vector["origin"], vector["expect"]) = (registration.RpId, registration.Origin, new JsonObject { ["ok"] = true });
            change?.Invoke(vector);
        }
        var file = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        File.WriteAllText(file, new JsonArray([.. vectors]).ToJsonString());
        return file;
    }
}
