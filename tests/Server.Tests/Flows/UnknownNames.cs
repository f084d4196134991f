using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

public sealed class A_name_that_nobody_has
{
    [Fact]
    public async Task gets_the_same_passkeys_at_every_asking_and_on_every_spelling()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var first = await browser.BeginAuthenticationAsync("nobody");
        foreach (var name in new[] { "nobody", "NOBODY", " nobody ", "ｎｏｂｏｄｙ" })
        {
            var again = await browser.BeginAuthenticationAsync(name);
            JsonNode.DeepEquals(again["publicKey"]["allowCredentials"], first["publicKey"]["allowCredentials"]).ShouldBeTrue(name);
            Claims(again)["sub"]!.GetValue<string>().ShouldBe(Claims(first)["sub"]!.GetValue<string>());
        }
        var other = await browser.BeginAuthenticationAsync("nobody2");
        JsonNode.DeepEquals(other["publicKey"]["allowCredentials"], first["publicKey"]["allowCredentials"]).ShouldBeFalse();
    }

    [Fact]
    public async Task is_answered_in_the_shape_of_one_that_is_there()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        var known = await browser.BeginAuthenticationAsync("ada");
        var unknown = await browser.BeginAuthenticationAsync("eve");
        Shape(unknown.Json!).ShouldBe(Shape(known.Json!));
        Shape(Claims(unknown)).ShouldBe(Shape(Claims(known)));
        unknown.Message.Headers.Select(header => header.Key).ShouldBe(known.Message.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task cannot_be_told_by_answering_for_its_passkey()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        foreach (var spoil in new Action<AssertionScenario>[] { _ => { }, scenario => scenario.Challenge = new byte[32], scenario => scenario.Flags = 0, scenario => scenario.Type = "webauthn.create" })
        {
            (await AnswersAsync(browser, "eve", spoil)).ShouldBe(await AnswersAsync(browser, "ada", spoil));
        }
    }

    /// <summary>The codes that forged answers get, one as of a synced passkey and one as of a device-bound: which of the two a name has is its own.</summary>
    private static async Task<IEnumerable<string?>> AnswersAsync(Browser browser, string name, Action<AssertionScenario> spoil)
    {
        var codes = new List<string?>();
        foreach (var eligible in new byte[] { 0, CeremonyScenario.BE })
        {
            var begun = await browser.BeginAuthenticationAsync(name);
            var id = Base64Text.FromUrl(begun["publicKey"]["allowCredentials"]![0]!["id"]!.GetValue<string>());
            var handle = Base64Text.FromUrl(Claims(begun)["sub"]!.GetValue<string>());
            var forged = new SoftCredential(id, "localhost", handle, CredentialKey.Create(Cose.ES256), []);
            var answer = await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, forged, scenario =>
            {
                scenario.Flags |= eligible;
                spoil(scenario);
            }));
            answer.Json!["signals"].ShouldBeNull();
            codes.Add(answer.Code);
        }
        return codes.Order();
    }

    [Fact]
    public async Task and_a_name_that_is_taken_begin_a_registration_alike()
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        await browser.RegisterAsync("ada");
        var taken = await browser.BeginRegistrationAsync("ada");
        var free = await browser.BeginRegistrationAsync("eve");
        Shape(taken.Json!).ShouldBe(Shape(free.Json!));
        Shape(Claims(taken)).ShouldBe(Shape(Claims(free)));
    }

    private static JsonNode Claims(Answer begun) => JsonNode.Parse(Base64Text.FromUrl(begun["challengeToken"].GetValue<string>().Split('.')[1]))!;

    /// <summary>Member names and value kinds in order; of a list, the shape of its first.</summary>
    private static string Shape(JsonNode node) => node switch
    {
        JsonObject members => "{" + string.Join(",", members.Select(member => member.Key + ":" + (member.Value is null ? "null" : Shape(member.Value)))) + "}",
        JsonArray items => "[" + (items.Count > 0 && items[0] is JsonObject first ? Shape(first) : "") + "]",
        _ => node.GetValueKind().ToString(),
    };
}
