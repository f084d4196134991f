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
