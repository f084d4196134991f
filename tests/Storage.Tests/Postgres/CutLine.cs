using System.Net;
using System.Net.Sockets;

namespace Keystile.Storage.Tests;

/// <summary>Where the line to the database is cut.</summary>
public enum Cut
{
    /// <summary>The commit never reaches the database.</summary>
    BeforeTheCommit,

    /// <summary>The database commits, and its answer gets lost.</summary>
    AfterTheCommit,
}

/// <summary>A line to the database that breaks, once, around the next commit.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private Cut? _next;

    public CutLine(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public void CutAt(Cut cut) => _next = cut;

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return default;
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; ) _ = JoinAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task JoinAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var (toServer, toClient) = (server.GetStream(), client.GetStream());
            // With its end: BEGIN names a level called READ COMMITTED.
            var mute = false;
            await Task.WhenAny(PassAsync(toClient, toServer, bytes =>
            {
                if (_next is null || bytes.IndexOf("COMMIT\0"u8) < 0) return true;
                mute = _next == Cut.AfterTheCommit;
                _next = null;
                return mute;
            }), PassAsync(toServer, toClient, _ => !mute));
        }
    }

    // Ends, and the line with it, at the first bytes that are not to pass.
    private static async Task PassAsync(NetworkStream from, NetworkStream to, Gate mayPass)
    {
        var buffer = new byte[65536];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer)) > 0;)
            {
                if (!mayPass(buffer.AsSpan(0, read))) return;
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (IOException)
        {
        }
    }

    private delegate bool Gate(ReadOnlySpan<byte> bytes);
}
