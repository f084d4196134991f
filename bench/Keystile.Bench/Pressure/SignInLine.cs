using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Keystile.Bench;

/// <summary>A connection that sends one sign-in after the other. It costs next to nothing, so that where many wait they wait at the server and not here.</summary>
internal sealed class SignInLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];

    public static async Task<SignInLine> OpenAsync(Uri server)
    {
        var line = new SignInLine();
        await line._socket.ConnectAsync(server.Host, server.Port);
        return line;
    }

    /// <summary>A request as it is sent.</summary>
    public static byte[] Request(Uri server, string body) => Encoding.ASCII.GetBytes(
        $"POST {Page.CompleteSignIn} HTTP/1.1\r\nHost: {server.Authority}\r\nOrigin: {server.GetLeftPart(UriPartial.Authority)}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>The status of the answer and the seconds of its Retry-After, 0 where there is none; null where the line is cut.</summary>
    public async Task<(int Status, int RetryAfter)?> SendAsync(byte[] request)
    {
        try
        {
            await _socket.SendAsync(request);
            for (var length = 0; length < _answer.Length;)
            {
                var more = await _socket.ReceiveAsync(_answer.AsMemory(length));
                if (more == 0) return null;
                length += more;
                if (IsWhole(length)) return (Number(_answer.AsSpan(9, 3)), Header("Retry-After: "u8, length));
            }
        }
        catch (SocketException)
        {
            // Cut off, which nobody should be.
        }
        return null;
    }

    /// <summary>The beginning of what it was answered last.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_answer.AsSpan(0, 1000).TrimEnd((byte)0)).ReplaceLineEndings(" ");

    public void Dispose() => _socket.Dispose();

    private bool IsWhole(int length)
    {
        var head = _answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        return Header("Content-Length: "u8, head) is > 0 and var body ? length >= head + 4 + body : _answer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8);
    }

    private int Header(ReadOnlySpan<byte> name, int length)
    {
        var at = _answer.AsSpan(0, length).IndexOf(name);
        if (at < 0) return 0;
        var value = _answer.AsSpan(at + name.Length);
        return Number(value[..value.IndexOfAnyExceptInRange((byte)'0', (byte)'9')]);
    }

    private static int Number(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
