using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keystile.Server.Webhooks;
using Keystile.Storage;

namespace Keystile.Server.Tests.Webhooks;

/// <summary>What an attempt to deliver comes to, over real connections, in the words that docs/webhooks.md explains.</summary>
public sealed class An_attempt : IDisposable
{
    private const string Private = "KEYSTILE_WEBHOOK_PRIVATE=on";
    private readonly string _authorityFile = Path.GetTempFileName();

    [Fact]
    public async Task over_HTTPS_arrives_where_the_certificate_is_trusted_and_is_for_the_host()
    {
        await using var server = await TestServer.StartAsync();
        using var authority = Authority();
        using var good = Certificate(authority, "localhost");
        await using var receiver = await Receiver.StartAsync(good);
        receiver.Url.ShouldStartWith("https://localhost:");
        (await TryAsync(server, receiver, "SSL_CERT_FILE=" + _authorityFile)).Output.ShouldContain("The receiver took it: 200.");
        receiver.Deliveries.ShouldHaveSingleItem().Signature.ShouldStartWith("t=");

        // The same receiver for somebody who does not know that authority, and one whose certificate is another host's.
        (await TryAsync(server, receiver)).Errors.ShouldContain("did not take it: tls.");
        using var foreign = Certificate(authority, "shop.example");
        await using var other = await Receiver.StartAsync(foreign);
        (await TryAsync(server, other, "SSL_CERT_FILE=" + _authorityFile)).Errors.ShouldContain("did not take it: tls.");
        (receiver.Deliveries.Count, other.Deliveries.Count).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("https://nobody.invalid/hook", "unknown_host")]
    [InlineData("http://localhost:{closed}/hook", "unreachable")]
    [InlineData("http://localhost:{silent}/hook", "timeout")]
    public async Task that_comes_to_nothing_says_why(string url, string status)
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // nobody listens there, and nobody else can take the port
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        url = url.Replace("{closed}", $"{((IPEndPoint)closed.LocalEndPoint!).Port}", StringComparison.Ordinal).Replace("{silent}", $"{((IPEndPoint)silent.LocalEndpoint).Port}", StringComparison.Ordinal);
        await using var server = await TestServer.StartAsync(Private);
        var (id, secrets) = (Guid.CreateVersion7(), server.Service<WebhookSecrets>());
        var row = new WebhookRow
        {
            AppId = "home",
            Id = id,
            Url = url,
            Secret = secrets.Seal("home", id, WebhookSecrets.New()),
            Kinds = [],
            CreatedAt = server.Clock.GetUtcNow(),
            Cursor = EventCursor.Before(0),
            NextAttemptAt = server.Clock.GetUtcNow(),
        };

        (await server.Service<WebhookSender>().SendAsync(row, [], TestContext.Current.CancellationToken)).ShouldBe(new(false, status));
    }

    [Fact]
    public void that_failed_is_made_again_twice_as_late_each_time_up_to_an_hour_and_never_all_at_once()
    {
        for (var failures = 0; failures < 60; failures++)
        {
            var whole = Math.Min(5 * Math.Pow(2, failures), 3600);
            var waits = Enumerable.Range(0, 400).Select(_ => WebhookDispatcher.Backoff(failures).TotalSeconds).ToArray();
            waits.ShouldAllBe(wait => wait >= whole * 0.75 && wait <= whole);
            // Spread over the whole quarter: 400 draws of 251 steps leave hardly a tenth of it empty.
            (waits.Max() - waits.Min()).ShouldBeGreaterThan(whole * 0.2);
            waits.Distinct().Count().ShouldBeGreaterThan(100);
        }
    }

    public void Dispose() => File.Delete(_authorityFile);

    private static async Task<CommandRun> TryAsync(TestServer server, Receiver receiver, params string[] settings)
    {
        var (row, _) = await receiver.HookAsync(server);
        return await CommandRun.Of(null, ["webhooks", "test", "home", $"{row.Id}"], server.DatabaseFile, [Private, .. settings]);
    }

    private X509Certificate2 Authority()
    {
        var made = Request("CN=Keystile tests' authority");
        made.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        made.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var authority = made.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(_authorityFile, authority.ExportCertificatePem());
        return authority;
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        made.CertificateExtensions.Add(names.Build());
        using var certificate = made.Create(authority, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
}
