namespace Keystile.Server.Tests;

public sealed class A_key_on_record_that_cannot_be_read
{
    [Theory]
    [InlineData("x'00'")]
    [InlineData("substr(public_key, 1, length(public_key) - 1) || x'00'")]
    public async Task is_told_as_our_fault_and_to_the_operator(string damaged)
    {
        await using var server = await TestServer.StartAsync();
        var (passkey, _) = await new Browser(server).RegisterAsync("ada");
        await server.ExecuteAsync($"UPDATE webauthn_credentials SET public_key = CAST({damaged} AS BLOB)");

        var browser = new Browser(server);
        var begun = await browser.BeginAuthenticationAsync();
        (await browser.CompleteAuthenticationAsync(begun, Browser.Sign(begun, passkey))).ShouldBeProblem(500, "internal_error");

        server.Log.Lines.ShouldContain(line => line.Contains("The public key of a passkey on record cannot be read", StringComparison.Ordinal));
    }
}
