using System.Diagnostics;
using System.Net.Sockets;

namespace Keystile.Bench;

/// <summary>A connection that keeps the server waiting.</summary>
internal sealed class PressingLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<PressingLine> OpenAsync(Uri server, byte[] first)
    {
        var line = new PressingLine();
        await line._socket.ConnectAsync(server.Host, server.Port);
        if (first.Length > 0) await line._socket.SendAsync(first);
        return line;
    }

    /// <summary>Whether the server still waits: neither an answer nor the end has come.</summary>
    public bool IsOpen => !_socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Sends more now and then. True where the server answers or hangs up within that time.</summary>
    public async Task<bool> PressAsync(byte[] more, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                if (!IsOpen) return true;
                await _socket.SendAsync(more);
                await Task.Delay(500);
            }
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();
}
