using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

public sealed class Bad_input_is_refused_with_a_stable_code
{
    private static readonly string[] s_paths =
        ["/api/webauthn/register/begin", "/api/webauthn/register/complete", "/api/webauthn/authenticate/begin", "/api/webauthn/authenticate/complete", "/api/session/refresh"];

    public static TheoryData<string, byte[]> Bodies => new()
    {
        { "malformed_json", [] },
        { "malformed_json", "{"u8.ToArray() },
        { "malformed_json", "[]"u8.ToArray() },
        { "malformed_json", "\"text\""u8.ToArray() },
        { "malformed_json", "null"u8.ToArray() },
        { "malformed_json", "{}{}"u8.ToArray() },
        { "malformed_json", "{},"u8.ToArray() },
        { "malformed_json", "{\"a\":1,}"u8.ToArray() },
        { "malformed_json", "/**/{}"u8.ToArray() },
        { "malformed_json", "{\"a\":\"\0\"}"u8.ToArray() },
        { "malformed_json", [.. "{\"username\":\""u8, 0xC0, 0x80, .. "\"}"u8] },
        { "malformed_json", [.. "{\"username\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8] },
        { "malformed_json", [0xEF, 0xBB, 0xBF, .. "{}"u8] },
        { "malformed_json", Encoding.Unicode.GetBytes("{}") },
        { "malformed_json", Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 64) + new string(']', 64) + "}") },
        { "malformed_json", "{\"username\":\"a\",\"username\":\"b\",\"challengeToken\":\"a\",\"\\u0063hallengeToken\":\"b\",\"refreshToken\":\"a\",\"refreshToken\":\"b\"}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task N019_where_it_is_not_one_json_object(string code, byte[] body)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var path in s_paths) (await SendAsync(server, path, body)).ShouldBeProblem(400, code);
        await NothingIsStoredAsync(server);
    }

    [Fact]
    public async Task N019_where_it_is_too_large()
    {
        await using var server = await TestServer.StartAsync();
        var megabyte = Encoding.ASCII.GetBytes("{\"username\":\"" + new string('a', 1024 * 1024) + "\"}");
        foreach (var path in s_paths) (await SendAsync(server, path, megabyte)).ShouldBeProblem(413, "body_too_large");
        foreach (var path in s_paths) (await SendAsync(server, path, megabyte, chunked: true)).ShouldBeProblem(413, "body_too_large");
        (await SendAsync(server, s_paths[0], Encoding.ASCII.GetBytes("{\"username\":\"a\"}".PadRight(64 * 1024)))).Message.IsSuccessStatusCode.ShouldBeTrue();
        await NothingIsStoredAsync(server);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    [InlineData("text/json")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task where_it_is_not_called_json(string? contentType)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var path in s_paths) (await SendAsync(server, path, "{\"username\":\"ada\"}"u8.ToArray(), contentType)).ShouldBeProblem(415, "unsupported_media_type");
        await NothingIsStoredAsync(server);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("1e999")]
    public async Task N017_where_a_member_has_the_wrong_type(string value)
    {
        await using var server = await TestServer.StartAsync();
        var good = new JsonObject { ["challengeToken"] = "a.b.c", ["credential"] = new JsonObject(), ["name"] = "x", ["username"] = "ada", ["displayName"] = "Ada", ["mediation"] = "optional", ["refreshToken"] = "x" };
        foreach (var member in good.Select(pair => pair.Key).ToArray())
        {
            var body = JsonNode.Parse(good.ToJsonString())!;
            body[member] = JsonNode.Parse(value);
            foreach (var path in s_paths)
            {
                var answer = await SendAsync(server, path, Encoding.UTF8.GetBytes(body.ToJsonString()));
                ((int)answer.Status).ShouldBeOneOf([200, 400, 401], $"{path} {member} {value}: {answer.Text}");
                if (answer.Status == System.Net.HttpStatusCode.BadRequest) answer.Code.ShouldBeOneOf("invalid_request", "invalid_challenge_token", "invalid_username");
            }
        }
        await NothingIsStoredAsync(server);
    }

    [Theory]
    [InlineData("register", "username")]
    [InlineData("register", "challengeToken")]
    [InlineData("register", "credential")]
    [InlineData("authenticate", "challengeToken")]
    [InlineData("authenticate", "credential")]
    public async Task N017_where_a_member_is_missing(string flow, string member)
    {
        await using var server = await TestServer.StartAsync();
        var body = new JsonObject { ["challengeToken"] = "a.b.c", ["credential"] = new JsonObject(), ["username"] = "ada" };
        body.Remove(member);
        var answer = await new Browser(server).PostAsync($"/api/webauthn/{flow}/{(member == "username" ? "begin" : "complete")}", body);
        answer.ShouldBeProblem(400, member == "username" ? "invalid_username" : "invalid_request");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    [InlineData("a\\u202eb")]
    [InlineData("a\\u200bb")]
    public async Task where_a_username_cannot_be_seen(string name)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var flow in new[] { "register", "authenticate" })
        {
            (await SendAsync(server, $"/api/webauthn/{flow}/begin", Encoding.UTF8.GetBytes($$"""{"username":"{{name}}"}"""))).ShouldBeProblem(400, "invalid_username");
        }
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("a\\ud83d")]
    public async Task where_half_a_surrogate_pair_is_escaped(string text)
    {
        await using var server = await TestServer.StartAsync();
        var body = Encoding.ASCII.GetBytes($$"""{"username":"{{text}}","displayName":"{{text}}","refreshToken":"{{text}}","name":"{{text}}","challengeToken":"{{text}}","credential":{"id":"{{text}}"} }""");
        foreach (var path in s_paths)
        {
            var answer = await SendAsync(server, path, body);
            ((int)answer.Status).ShouldBe(400, answer.Text);
            answer.Code.ShouldBeOneOf("malformed_json", "invalid_challenge_token");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"id\":1,\"rawId\":[],\"type\":{},\"response\":null}")]
    [InlineData("{\"response\":{\"clientDataJSON\":\"\",\"attestationObject\":\"\",\"authenticatorData\":\"\",\"signature\":\"\"}}")]
    public async Task N017_N146_where_a_credential_is_none(string credential)
    {
        await using var server = await TestServer.StartAsync();
        var browser = new Browser(server);
        var registration = await browser.BeginRegistrationAsync("ada");
        var authentication = await browser.BeginAuthenticationAsync();
        foreach (var (path, begun) in new[] { (s_paths[1], registration), (s_paths[3], authentication) })
        {
            var body = $$"""{"challengeToken":"{{begun["challengeToken"].GetValue<string>()}}","credential":{{credential}}}""";
            (await SendAsync(server, path, Encoding.ASCII.GetBytes(body))).ShouldBeProblem(400, "malformed_credential");
        }
        (await server.CountAsync("users")).ShouldBe(0);
    }

    [Fact]
    public async Task N147_that_never_repeats_what_was_sent()
    {
        await using var server = await TestServer.StartAsync();
        const string mark = "<script>alert('7f3a')</script>\r\n\u001b[31m";
        var browser = new Browser(server);
        var body = new JsonObject { ["username"] = mark, ["displayName"] = mark, ["challengeToken"] = mark, ["credential"] = new JsonObject { ["id"] = mark }, ["refreshToken"] = mark };
        foreach (var path in s_paths) (await browser.PostAsync(path, body)).Text.ShouldNotContain("7f3a");
        (await browser.GetAsync("/" + Uri.EscapeDataString(mark))).Text.ShouldNotContain("7f3a");
        server.Log.Lines.Where(line => line.Contains("Keystile", StringComparison.Ordinal)).ShouldAllBe(line => !line.Contains("7f3a"));
    }

    [Fact]
    public async Task where_there_is_no_such_address_or_method()
    {
        await using var server = await TestServer.StartAsync();
        (await new Browser(server).GetAsync("/api/nothing")).ShouldBeProblem(404, "not_found");
        (await new Browser(server).GetAsync(s_paths[0])).ShouldBeProblem(405, "method_not_allowed");
    }

    private static async Task<Answer> SendAsync(TestServer server, string path, byte[] body, string? contentType = "application/json", bool chunked = false)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null) content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var browser = new Browser(server);
        if (chunked) browser.Headers["Transfer-Encoding"] = "chunked";
        return await browser.SendAsync(HttpMethod.Post, path, content);
    }

    private static async Task NothingIsStoredAsync(TestServer server)
    {
        foreach (var table in new[] { "users", "webauthn_credentials", "sessions", "spent" }) (await server.CountAsync(table)).ShouldBe(0, table);
    }
}
