using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Keystile.Server.External;

namespace Keystile.Server.Tests;

/// <summary>The certified OpenID provider of <c>samples/connect</c>, in a process of its own, standing for Google.</summary>
internal sealed class Google : IAsyncDisposable
{
    public const string ClientSecret = "a secret & = % for the tests";
    public const string Callback = TestServer.Origin + "/api/external/google/callback";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    private readonly Process _process;

    private Google(Process process, string issuer) => (_process, Issuer) = (process, issuer);

    public string Issuer { get; }

    /// <param name="options">What <c>google.js</c> takes besides its port and where it redirects to.</param>
    public static async Task<Google> StartAsync(params string[] options)
    {
        var sample = SharedFiles.InRepository("samples", "connect");
        if (!Directory.Exists(Path.Combine(sample, "node_modules"))) throw new DirectoryNotFoundException("Run npm ci --prefix samples/connect first; ./check does.");
        for (var again = false; ; again = true)
        {
            var port = FreePort();
            var process = Process.Start(new ProcessStartInfo("node", ["google.js", "--port", $"{port}", "--redirect", Callback, .. options]) { WorkingDirectory = sample, RedirectStandardOutput = true })!;
            var google = new Google(process, $"http://localhost:{port}");
            try
            {
                if (await process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is not null) return google;
                throw new InvalidOperationException("google.js did not start; what it said stands above.");
            }
            catch (TimeoutException) when (!again)
            {
                // Once in some hundred starts, Node's main thread waits for a lock of its own before it listens. That is not what is tested here.
                await google.DisposeAsync();
            }
        }
    }

    public IdentityProvider Provider(TestServer server, string app = "home", string key = "google") => new()
    {
        Key = key,
        Name = "Google",
        Issuer = Issuer,
        ClientId = "shop",
        ClientSecret = server.Service<ProviderSecrets>().Seal(app, key, ClientSecret),
    };

    /// <summary>Puts it into the settings of an app.</summary>
    public Task AddToAsync(TestServer server, string app = "home") => server.ConfigureAsync(app, settings => settings with { IdentityProviders = [Provider(server, app)] });

    /// <summary>What a person does there: types an address and is sent back. The address of the way back, code and all.</summary>
    public static async Task<string> SignInAsync(string authorizationUrl, string email)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });
        var form = await FollowAsync(http, new Uri(authorizationUrl));
        using var filled = new FormUrlEncodedContent(email == "cancel" ? new Dictionary<string, string> { ["cancel"] = "yes" } : new Dictionary<string, string> { ["email"] = email });
        using var answer = await http.PostAsync(form, filled);
        var next = new Uri(form, answer.Headers.Location!);
        return (await FollowAsync(http, next)).OriginalString;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Follows redirects until a page answers, or the way leads back to Keystile.</summary>
    private static async Task<Uri> FollowAsync(HttpClient http, Uri url)
    {
        while (!url.OriginalString.StartsWith(TestServer.Origin, StringComparison.Ordinal))
        {
            using var answer = await http.GetAsync(url);
            if (answer.Headers.Location is not { } location) return answer.StatusCode == HttpStatusCode.OK ? url : throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            url = new(url, location);
        }
        return url;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
