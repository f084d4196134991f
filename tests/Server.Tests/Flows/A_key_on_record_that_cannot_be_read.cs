namespace Keystile.Server.Tests;

public sealed class A_key_on_record_that_cannot_be_read
{
    private const string Told = "could not be judged in app";

    [Theory]
    [InlineData("x'00'")]
    [InlineData("substr(public_key, 1, length(public_key) - 1) || x'00'")]
    public async Task is_told_as_our_fault_and_to_the_operator(string damaged)
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        await DamageAsync(server, damaged);

        var browser = new Browser(server);
        var begun = await browser.BeginAuthenticationAsync();
        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(500, "internal_error");

        server.Log.Lines.ShouldContain(line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains(Told, StringComparison.Ordinal));
        // One challenge is one attempt, whatever became of it.
        (await server.CountAsync("spent")).ShouldBe(2);
    }

    [Fact]
    public async Task is_told_so_by_the_service_too()
    {
        await using var server = await TestServer.StartAsync();
        var site = await Site.AddAsync(server);
        var (passkey, _) = await site.RegisterAsync("7");
        await DamageAsync(server, "x'00'");

        var begun = await site.BeginSignInAsync();
        (await site.CompleteSignInAsync(begun, Site.Sign(begun, passkey))).ShouldBeProblem(500, "internal_error");

        server.Log.Lines.ShouldContain(line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains(Told, StringComparison.Ordinal));
    }

    private static Task DamageAsync(TestServer server, string key) => server.ExecuteAsync($"UPDATE webauthn_credentials SET public_key = CAST({key} AS BLOB)");
}
