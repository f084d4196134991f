using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>The built program over one message of WebAuthn.</summary>
public sealed class Keystile_inspect
{
    private static readonly MadeRegistration Made = new RegistrationScenario().Make();
    private static readonly MadeAssertion Signed = new AssertionScenario(Made.Credential).Make();

    [Fact]
    public async Task explains_a_registration_step_by_step()
    {
        var run = await CommandRun.Of(Made.Json, ["inspect", "-"]);

        run.ExitCode.ShouldBe(0, run.Errors);
        foreach (var step in Enumerable.Range(5, 21)) run.Output.ShouldContain($"  7.1.{step,-3} ");
        run.Lines[^1].ShouldBe("accepted");
    }

    [Theory]
    [InlineData("--origin", "https://example.com", "7.1.9", "origin_not_allowed")]
    [InlineData("--rp-id", "example.net", "7.1.14", "rp_id_mismatch")]
    [InlineData("--challenge", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "7.1.8", "challenge_mismatch")]
    public async Task says_which_step_fails(string option, string value, string step, string code)
    {
        string[] known = option == "--origin" ? [option, value, "--rp-id", "example.org"] : [option, value];
        var run = await CommandRun.Of(Made.Json, ["inspect", "-", .. known]);

        run.ExitCode.ShouldBe(1);
        run.Lines.Where(line => line.Contains(" Failed ")).ShouldHaveSingleItem().ShouldContain(step);
        run.Lines[^1].ShouldStartWith($"refused: {code}.");
    }

    [Fact]
    public async Task checks_a_sign_in_against_the_key_on_record()
    {
        var key = Base64Text.Url(Made.Credential.PublicKey);
        (await CommandRun.Of(Signed.Json, ["inspect", "-", "--public-key", key])).ExitCode.ShouldBe(0);

        var unknown = await CommandRun.Of(Signed.Json, ["inspect", "-"]);
        unknown.ExitCode.ShouldBe(1);
        unknown.Lines[^1].ShouldStartWith("refused: unknown_credential.");

        var foreign = Base64Text.Url(new RegistrationScenario().Make().Credential.PublicKey);
        (await CommandRun.Of(Signed.Json, ["inspect", "-", "--public-key", foreign])).Lines[^1].ShouldStartWith("refused: signature_invalid.");
    }

    [Fact]
    public async Task decodes_each_part_by_itself()
    {
        foreach (var (part, word) in new[]
        {
            (Base64Text.Url(Made.AttestationObject), "fmt: none"),
            (Base64Text.Url(Made.AuthenticatorData), "rpIdHash"),
            (Convert.ToHexString(Made.Credential.PublicKey), "ES256"),
            (System.Text.Encoding.UTF8.GetString(Made.ClientDataJson), "webauthn.create"),
        })
        {
            var run = await CommandRun.Of(part, ["inspect", "-"]);
            run.ExitCode.ShouldBe(0, run.Errors);
            run.Output.ShouldContain(word);
        }
    }

    [Fact]
    public async Task takes_a_response_out_of_the_call_it_was_sent_in()
    {
        var run = await CommandRun.Of($$"""{"challengeToken": "x", "credential": {{Made.Json}}}""", ["inspect", "-"]);
        run.ExitCode.ShouldBe(0, run.Errors);
        run.Lines[^1].ShouldBe("accepted");
    }

    [Theory]
    [InlineData("""{"type":"webauthn.create","challenge":"AAAA","origin":"http://127.0.0.1:99"}""", "RP ID")]
    [InlineData("""{"type":"webauthn.create","challenge":"A%A","origin":"https://example.org"}""", "base64url")]
    [InlineData("""{"type":"webauthn.create","challenge":"AAAA","origin":"\ud800"}""", "--origin")]
    [InlineData("""{"\ud800":1}""", "--origin")]
    [InlineData("?", "--origin")]
    public async Task shows_what_is_there_although_nothing_can_be_verified_against_it(string clientData, string why)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Made.Json)!;
        json["response"]!["clientDataJSON"] = Base64Text.Url(System.Text.Encoding.UTF8.GetBytes(clientData));
        var run = await CommandRun.Of(json.ToJsonString(), ["inspect", "-"]);

        run.ExitCode.ShouldBe(2);
        run.Lines[0].ShouldBe("registration response");
        run.Errors.ShouldContain(why);
        run.Errors.TrimEnd().ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("""{"\ud800":1,"response":{"\udc00":"x","clientDataJSON":"e30"}}""", 0)]
    [InlineData("""{"id":1,"response":5}""", 0)]
    [InlineData("[1, 2]", 2)]
    [InlineData("\"abc\"", 2)]
    [InlineData("", 2)]
    public async Task never_fails_over_what_it_is_given(string input, int exitCode) => (await CommandRun.Of(input, ["inspect", "-"])).ExitCode.ShouldBe(exitCode);

    [Fact]
    public async Task exits_with_2_where_there_is_nothing_to_read()
    {
        (await CommandRun.Of("?", ["inspect", "-"])).ExitCode.ShouldBe(2);
        (await CommandRun.Of("inspect", "missing-file")).ExitCode.ShouldBe(2);
        (await CommandRun.Of("inspect")).ExitCode.ShouldBe(2);
    }
}
