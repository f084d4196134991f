using System.Net.Sockets;
using System.Text;

namespace Keystile.Server.Tests;

/// <summary>What a proxy and a server could read differently, so that one request hides in another, is answered once and the line is closed.</summary>
public sealed class A_request_that_can_be_read_in_two_ways
{
    private const string Post = "POST /api/webauthn/authenticate/begin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /// <summary>Would be answered, too, if it were taken for a request of its own.</summary>
    private const string Hidden = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    public static TheoryData<string> Requests =>
    [
        // CVE-2025-55315: a lone LF ends a chunk extension for one reader and not for the other.
        Post + "Transfer-Encoding: chunked\r\n\r\n2;\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2;a=\"\n\"\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        Post + "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        Post + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        Post + "Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}",
        Post + "Content-Length: 2, 60\r\n\r\n{}",
        Post + "Content-Length: 0x2\r\n\r\n{}",
        Post + "Content-Length: -1\r\n\r\n{}",
        Post + "Content-Length : 2\r\n\r\n{}",
        Post + "Content-Length: 2\r\nX-One: a\r\n b: folded\r\n\r\n{}",
        Post + "Content-Length: 2\r\nX-Null: a\0b\r\n\r\n{}",
        Post + "Content-Length: 2\r\nHost: evil.test\r\n\r\n{}",
        "POST /api/webauthn/authenticate/begin HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "POST /api/webauthn/authenticate/begin HTTP/1.1 \r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        "POST\t/api/webauthn/authenticate/begin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        Post + "Content-Length: 2\r\nX-Long: " + new string('a', 20_000) + "\r\n\r\n{}",
        Post + "Content-Length: 2\r\n" + string.Concat(Enumerable.Range(0, 60).Select(number => $"X-{number}: a\r\n")) + "\r\n{}",
    ];

    [Fact]
    public async Task is_answered_once_with_a_refusal_and_the_line_is_closed()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var request in Requests.Select(row => row.Data))
        {
            var answers = await SendAsync(server, request + Hidden);
            var shown = request[..Math.Min(300, request.Length)];
            answers.ShouldStartWith("HTTP/1.1 4", Case.Sensitive, shown);
            answers.Split("HTTP/1.1 ").Length.ShouldBe(2, shown + answers);
        }
        (await new Browser(server).BeginAuthenticationAsync()).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_not_one_that_is_as_the_standard_says()
    {
        await using var server = await TestServer.StartAsync();
        var answers = await SendAsync(server, Post + $"Origin: {TestServer.Origin}\r\nTransfer-Encoding: chunked\r\n\r\n2;name=value\r\n{{}}\r\n0\r\n\r\n" + Hidden.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        answers.ShouldStartWith("HTTP/1.1 200");
        answers.ShouldContain("HTTP/1.1 204");
    }

    /// <summary>All that comes back until the server closes the line.</summary>
    private static async Task<string> SendAsync(TestServer server, string request)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
        await line.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(line.GetStream(), Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException reset) when (reset.InnerException is SocketException)
        {
            return "";
        }
    }
}
