using System.Net;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class The_conformance_transport(ConformanceServer shared) : IClassFixture<ConformanceServer>
{
    private ConformanceTool Tool => new(shared.Server);

    [Theory]
    [InlineData("/attestation/options")]
    [InlineData("/attestation/result")]
    [InlineData("/assertion/options")]
    [InlineData("/assertion/result")]
    public async Task is_not_there_without_its_flag(string path)
    {
        await using var server = await TestServer.StartAsync();
        (await new ConformanceTool(server).PostAsync(path, new JsonObject())).ShouldBeProblem(404, "not_found");
    }

    [Theory]
    [InlineData("Keystile:Conformance=true")]
    [InlineData("KEYSTILE_CONFORMANCE=true")]
    public async Task is_there_with_it_and_says_so_in_the_log(string setting)
    {
        await using var server = await TestServer.StartAsync(setting);
        (await new ConformanceTool(server).BeginRegistrationAsync()).ShouldBeOk();
        server.Log.Lines.ShouldContain(line => line.StartsWith("Warning The FIDO conformance transport is on"));
    }

    [Fact]
    public async Task gives_options_in_the_tools_shape()
    {
        var tool = Tool;
        var begun = await tool.BeginRegistrationAsync();
        begun.ShouldBeOk();
        begun["user"]["name"]!.GetValue<string>().ShouldBe(tool.Username);
        begun["attestation"].GetValue<string>().ShouldBe("direct");
        begun["extensions"].ToJsonString().ShouldBe("""{"example.extension":true}""");
        begun["authenticatorSelection"]["requireResidentKey"]!.GetValue<bool>().ShouldBeFalse();
        begun["pubKeyCredParams"].AsArray().ShouldContain(offer => offer!["alg"]!.GetValue<int>() == -7);
        begun["excludeCredentials"].AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task enrols_and_signs_in()
    {
        var tool = Tool;
        var (credential, registered) = await tool.RegisterAsync();
        registered.ShouldBeOk();
        (await tool.BeginRegistrationAsync())["excludeCredentials"].AsArray().Count.ShouldBe(1);
        (await tool.SignInAsync(credential)).ShouldBeOk();
        var (second, again) = await tool.RegisterAsync();
        again.ShouldBeOk();
        (await tool.BeginAuthenticationAsync())["allowCredentials"].AsArray().Count.ShouldBe(2);
        (await tool.SignInAsync(second, verification: "required")).ShouldBeOk();
    }

    [Fact]
    public async Task takes_an_answer_once()
    {
        var tool = Tool;
        var (credential, _) = await tool.RegisterAsync();
        var begun = await tool.BeginAuthenticationAsync();
        var answer = ConformanceTool.Sign(begun, credential);
        (await tool.PostAsync("/assertion/result", answer)).ShouldBeOk();
        var later = ConformanceTool.Sign(begun, credential, scenario => scenario.SignCount = 9);
        (await tool.PostAsync("/assertion/result", later)).ShouldFailFor("challenge_used");
    }

    [Fact]
    public async Task takes_no_second_answer_after_a_bad_one()
    {
        var tool = Tool;
        var (credential, _) = await tool.RegisterAsync();
        var begun = await tool.BeginAuthenticationAsync();
        (await tool.PostAsync("/assertion/result", ConformanceTool.Sign(begun, credential, scenario => scenario.Challenge = new byte[32]))).ShouldFailFor("challenge_mismatch");
        (await tool.PostAsync("/assertion/result", ConformanceTool.Sign(begun, credential))).ShouldFailFor("challenge_used");
    }

    [Fact]
    public async Task takes_no_answer_without_its_own_options()
    {
        var tool = Tool;
        var (credential, _) = await tool.RegisterAsync();
        var begun = await tool.BeginAuthenticationAsync();
        var signIn = tool.Cookie;
        await tool.BeginRegistrationAsync();
        (await tool.PostAsync("/assertion/result", ConformanceTool.Sign(begun, credential))).ShouldFailFor("invalid_challenge_token");
        tool.Cookie = null;
        (await tool.PostAsync("/assertion/result", ConformanceTool.Sign(begun, credential))).ShouldFailFor("invalid_challenge_token");
        tool.Cookie = signIn;
        (await tool.PostAsync("/assertion/result", ConformanceTool.Sign(begun, credential))).ShouldBeOk();
    }

    [Theory]
    [InlineData("/attestation/options", """{}""", "invalid_username")]
    [InlineData("/attestation/options", """{"username":1,"displayName":"x"}""", "invalid_request")]
    [InlineData("/attestation/options", """{"username":"ada"}""", "invalid_name")]
    [InlineData("/attestation/options", """{"username":"ada","displayName":"x","authenticatorSelection":{"userVerification":"often"}}""", "invalid_request")]
    [InlineData("/attestation/options", """{"username":"ada","displayName":"x","authenticatorSelection":[]}""", "malformed_json")]
    [InlineData("/attestation/result", """{"id":"AA"}""", "invalid_challenge_token")]
    [InlineData("/assertion/options", """{"username":"nobody-of-that-name"}""", "unknown_credential")]
    [InlineData("/assertion/options", """{"username":"ada","userVerification":"often"}""", "invalid_request")]
    [InlineData("/assertion/options", """{"username":"ada","username":"eve"}""", "malformed_json")]
    public async Task refuses_a_request_that_is_none(string path, string body, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await new Browser(shared.Server) { Origin = null }.SendAsync(HttpMethod.Post, path, content)).ShouldFailFor(code);
    }

    [Fact]
    public async Task enrols_no_credential_twice()
    {
        var (credential, _) = await Tool.RegisterAsync();
        var (_, again) = await Tool.RegisterAsync(scenario => scenario.CredentialId = credential.Id);
        again.ShouldFailFor("credential_already_registered");
        again.Status.ShouldBe(HttpStatusCode.Conflict);
    }
}
