using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Keystile.Authenticator;

namespace Keystile.Server.Tests;

/// <summary>The real program, killed with SIGKILL in the middle of registrations, again and again on one database.</summary>
public sealed class A_killed_server
{
    private const int Clients = 4;

    [Fact]
    public async Task loses_no_passkey_that_it_acknowledged()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("KEYSTILE_KILLS") ?? "8", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("keystile-kills-");
        var url = $"http://localhost:{FreePort()}";
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(20) };
        var acknowledged = new ConcurrentBag<(string Name, SoftCredential Passkey)>();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                using var server = await StartAsync(folder, url, http);
                using var stop = new CancellationTokenSource();
                var clients = Enumerable.Range(0, Clients).Select(client => RegisterUntilDeadAsync(http, url, $"k{kill}c{client}", acknowledged, stop.Token)).ToArray();
                // A cold server needs a while for its first answer; the kill falls into what comes after.
                var before = acknowledged.Count;
                while (acknowledged.Count == before) await Task.Delay(5, TestContext.Current.CancellationToken);
                await Task.Delay(RandomNumberGenerator.GetInt32(5, 300), TestContext.Current.CancellationToken);
                server.Kill();
                await server.WaitForExitAsync(TestContext.Current.CancellationToken);
                await stop.CancelAsync();
                await Task.WhenAll(clients);
            }

            using var last = await StartAsync(folder, url, http);
            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(kills);
            foreach (var (name, passkey) in acknowledged)
            {
                var begun = await PostAsync(http, url, "/api/webauthn/authenticate/begin", new JsonObject { ["username"] = name });
                var made = Sign(begun, passkey, url);
                var answer = await PostAsync(http, url, "/api/webauthn/authenticate/complete", Browser.Body(begun, made.Json));
                answer.Status.ShouldBe(HttpStatusCode.OK, name + answer.Text);
            }
            last.Kill();
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {acknowledged.Count} acknowledged, 0 lost");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RegisterUntilDeadAsync(HttpClient http, string url, string prefix, ConcurrentBag<(string, SoftCredential)> acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                var begun = await PostAsync(http, url, "/api/webauthn/register/begin", new JsonObject { ["username"] = $"{prefix}n{i}" });
                var made = Browser.Create(begun, scenario => scenario.Origin = url);
                var answer = await PostAsync(http, url, "/api/webauthn/register/complete", Browser.Body(begun, made.Json));
                if (answer.Status == HttpStatusCode.Created) acknowledged.Add(($"{prefix}n{i}", made.Credential));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static MadeAssertion Sign(Answer begun, SoftCredential passkey, string url) => Browser.Sign(begun, passkey, scenario => scenario.Origin = url);

    private static async Task<Answer> PostAsync(HttpClient http, string origin, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", origin);
        return await Answer.ReadAsync(await http.SendAsync(request));
    }

    private static async Task<Process> StartAsync(DirectoryInfo folder, string url, HttpClient http)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "keystile.dll")])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KEYSTILE_URLS"] = url, ["KEYSTILE_PUBLIC_URL"] = url, ["KEYSTILE_RATE_LIMITS"] = "off" },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            process.HasExited.ShouldBeFalse("the server did not start");
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode) return process;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(50);
        }
        throw new TimeoutException("The server did not become ready.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
