using System.Net.Sockets;
using System.Text;

namespace Keystile.Server.Tests;

/// <summary>Sends a body fast enough to pass for a bad line, and never the end of it.</summary>
internal sealed class SlowSender : IDisposable
{
    // A line that is held up for some seconds while hundreds of others are opened is still quick enough.
    private const int Part = 800;

    private readonly TcpClient _line = new();
    private string _part = "";

    public static async Task<SlowSender> StartAsync(TestServer server, string length)
    {
        var sender = new SlowSender { _part = length.EndsWith("chunked", StringComparison.Ordinal) ? $"320\r\n{new string(' ', Part)}\r\n" : new string(' ', Part) };
        await sender._line.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port);
        await sender.WriteAsync($"POST /api/webauthn/authenticate/begin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n");
        await sender.WriteAsync(sender._part);
        return sender;
    }

    /// <summary>Sends on until the server has had enough, and tells what it said.</summary>
    public async Task<string> SendAsync(CancellationToken stop)
    {
        using var itself = this;
        var buffer = new byte[4096];
        var answer = _line.GetStream().ReadAsync(buffer, stop).AsTask();
        while (!answer.IsCompleted)
        {
            await WriteAsync(_part);
            await Task.WhenAny(answer, Task.Delay(400, stop));
        }
        return Encoding.UTF8.GetString(buffer, 0, await answer);
    }

    public void Dispose() => _line.Dispose();

    private async Task WriteAsync(string text) => await _line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
}
