using System.Diagnostics;

namespace Keystile.Crash.Tests;

/// <summary>nginx before several servers, as docs/operations.md tells operators to set it up: no sticky sessions.</summary>
internal sealed class Nginx(DirectoryInfo folder)
{
    private readonly int _port = Program.FreePort();

    public string Origin => $"http://localhost:{_port}";

    public async Task<Running> StartAsync(params string[] servers)
    {
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, $$"""
            worker_processes 1;
            daemon off;
            pid {{folder.FullName}}/nginx.pid;
            error_log stderr crit;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path {{folder.FullName}}/body;
              proxy_temp_path {{folder.FullName}}/proxy;
              fastcgi_temp_path {{folder.FullName}}/fastcgi;
              uwsgi_temp_path {{folder.FullName}}/uwsgi;
              scgi_temp_path {{folder.FullName}}/scgi;
              upstream keystile {
                {{string.Join(' ', servers.Select(server => $"server {new Uri(server).Authority.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)} fail_timeout=1s;"))}}
                keepalive 16;
              }
              server {
                listen 127.0.0.1:{{_port}};
                location / {
                  proxy_pass http://keystile;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_connect_timeout 1s;
                }
              }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-e", "stderr", "-c", file]) { RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
            try
            {
                if ((await http.GetAsync(new Uri(Origin + "/health/ready"))).IsSuccessStatusCode) return new(process);
            }
            catch (HttpRequestException)
            {
                process.HasExited.ShouldBeFalse("nginx did not start");
            }
        }
    }

    /// <summary>Stops it in the end.</summary>
    internal sealed class Running(Process process) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
