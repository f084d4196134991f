using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Keystile.Browser.Tests;

/// <summary>The real program in a process of its own, on a free port, with an empty database that goes with it.</summary>
internal sealed class KeystileServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentQueue<string> _said = [];

    private KeystileServer(int port)
    {
        Origin = $"http://localhost:{port}";
        _folder = Directory.CreateTempSubdirectory("keystile-browser-");
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Program])
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["KEYSTILE_PUBLIC_URL"] = Origin,
                    ["KEYSTILE_URLS"] = Origin,
                    ["KEYSTILE_DATABASE"] = "sqlite:" + Path.Combine(_folder.FullName, "keystile.db"),
                    ["KEYSTILE_RATE_LIMITS"] = "off",
                },
            },
        };
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
    }

    public string Origin { get; }

    /// <summary>Beside the tests, in the same configuration: <c>tests/Browser.Tests/bin/Debug/net10.0</c> to <c>src/Server/bin/Debug/net10.0</c>.</summary>
    private static string Program
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "src", "Server", "bin", framework.Parent.Name, framework.Name, "keystile.dll");
        }
    }

    public static async Task<KeystileServer> StartAsync()
    {
        var server = new KeystileServer(FreePort());
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (!await server.AnswersAsync(http))
        {
            if (server._process.HasExited) throw new InvalidOperationException("The server stopped: " + string.Join('\n', server._said));
            await Task.Delay(50);
        }
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri(Origin + "/health/ready"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
