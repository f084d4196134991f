using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Keystile.Server.Attestation;
using Keystile.WebAuthn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Keystile.Server.Tests;

/// <summary>The real BLOB of 2023, on its own day, served on loopback by a server that behaves or does not.</summary>
public sealed class Metadata_from_its_service : IAsyncDisposable
{
    private static readonly DateTimeOffset Day = new(2023, 7, 8, 20, 0, 11, TimeSpan.Zero);
    private static readonly byte[] Real = File.ReadAllBytes(SharedFiles.PathOf("mds/real-no34-2023-10.jwt"));
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-mds-");
    private readonly LogBook _log = new();
    private readonly TestClock _clock = new(Day);
    private readonly MetadataStore _store = new();
    private readonly List<WebApplication> _services = [];
    private MetadataDownload? _download;

    private string Kept => Path.Combine(_folder.FullName, "mds.jwt");

    [Fact]
    public async Task is_fetched_verified_and_kept()
    {
        var fetch = Fetch(await ServeAsync(http => http.Response.Body.WriteAsync(Real, Stop).AsTask()));

        (await fetch.RefreshAsync(Stop)).ShouldBeTrue();

        _store.Current!.Number.ShouldBe(34);
        File.ReadAllBytes(Kept).ShouldBe(Real);
        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task V36_is_asked_for_once_a_day_and_not_sent_again_while_it_is_the_same()
    {
        var asked = new List<string>();
        var fetch = Fetch(await ServeAsync(async http =>
        {
            asked.Add(http.Request.Headers.IfNoneMatch.ToString());
            http.Response.Headers.ETag = "\"34\"";
            if (asked[^1] == "\"34\"") http.Response.StatusCode = 304;
            else await http.Response.Body.WriteAsync(Real, Stop);
        }));

        await fetch.RefreshAsync(Stop);
        _clock.Advance(TimeSpan.FromHours(23));
        await fetch.RefreshAsync(Stop);
        _clock.Advance(TimeSpan.FromHours(2));
        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        asked.ShouldBe(["", "\"34\""]);
        _store.Current!.Number.ShouldBe(34);
        _log.Lines.ShouldNotContain(line => line.StartsWith("Warning"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("cut")]
    public async Task N138_that_is_refused_leaves_the_last_good_issue_in_force_and_is_asked_for_again_in_an_hour(string spoiled)
    {
        byte[] answer = Real;
        var asked = 0;
        var fetch = Fetch(await ServeAsync(http => { asked++; return http.Response.Body.WriteAsync(answer, Stop).AsTask(); }));
        await fetch.RefreshAsync(Stop);

        answer = spoiled == "cut" ? [.. Real[..^4], .. "AAAA"u8] : System.Text.Encoding.ASCII.GetBytes(spoiled);
        _clock.Advance(TimeSpan.FromDays(1));
        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();
        await fetch.RefreshAsync(Stop);
        asked.ShouldBe(2);
        _clock.Advance(TimeSpan.FromHours(1));
        await fetch.RefreshAsync(Stop);

        asked.ShouldBe(3);
        _store.Current!.Number.ShouldBe(34);
        File.ReadAllBytes(Kept).ShouldBe(Real);
        _log.Lines.Count(line => line.Contains("The metadata was refused")).ShouldBe(2);
    }

    [Fact]
    public async Task N143_is_not_fetched_from_where_another_place_sends_it()
    {
        var elsewhere = 0;
        var other = await ServeAsync(http => { elsewhere++; return http.Response.Body.WriteAsync(Real, Stop).AsTask(); });
        var fetch = Fetch(await ServeAsync(http => { http.Response.Redirect(other); return Task.CompletedTask; }));

        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        elsewhere.ShouldBe(0);
        _store.Current.ShouldBeNull();
        _log.Lines.ShouldContain(line => line.Contains("answered 302"));
    }

    [Fact]
    public async Task is_fetched_from_where_the_same_place_sends_it_a_few_times()
    {
        var loops = false;
        var fetch = Fetch(await ServeAsync(http =>
        {
            if (http.Request.Path == "/there" && !loops) return http.Response.Body.WriteAsync(Real, Stop).AsTask();
            http.Response.Redirect("/there");
            return Task.CompletedTask;
        }));
        (await fetch.RefreshAsync(Stop)).ShouldBeTrue();

        loops = true;
        _clock.Advance(TimeSpan.FromDays(1));
        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();
        _log.Lines.ShouldContain(line => line.Contains("answered 302"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N143_is_not_taken_beyond_its_size(bool says)
    {
        var sent = 0L;
        var fetch = Fetch(await ServeAsync(async http =>
        {
            if (says) http.Response.ContentLength = 1L << 40;
            // What is written to a line that is closed is not sent; the pause gives the writer time to hear of it.
            for (var block = new byte[1 << 20]; sent < 1L << 30 && !(await http.Response.BodyWriter.WriteAsync(block, http.RequestAborted)).IsCompleted; sent += block.Length) await Task.Delay(5, http.RequestAborted);
        }));

        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        sent.ShouldBeLessThan(100L << 20);
        _log.Lines.ShouldContain(line => line.Contains("sends too much"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task N143_is_not_waited_for_beyond_its_time(bool begins)
    {
        var fetch = Fetch(await ServeAsync(async http =>
        {
            if (begins) await http.Response.Body.WriteAsync(Real.AsMemory(0, 100), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }));
        _download!.Longest = TimeSpan.FromSeconds(1);

        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        _log.Lines.ShouldContain(line => line.Contains("is too slow"));
    }

    [Fact]
    public async Task N143_is_not_taken_from_a_server_whose_certificate_nobody_vouches_for()
    {
        var fetch = Fetch(await ServeAsync(http => http.Response.Body.WriteAsync(Real, Stop).AsTask(), https: true));

        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        _store.Current.ShouldBeNull();
        _log.Lines.ShouldContain(line => line.Contains("cannot be reached (SecureConnectionError)"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(204)]
    [InlineData(304)]
    public async Task is_not_taken_with_another_status(int status)
    {
        var fetch = Fetch(await ServeAsync(http => { http.Response.StatusCode = status; return Task.CompletedTask; }));
        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();
        _log.Lines.ShouldContain(line => line.Contains($"answered {status}"));
    }

    [Fact]
    public async Task N110_is_refused_while_a_revocation_list_that_is_wanted_is_missing_or_bad()
    {
        var lists = await ServeAsync(http => http.Response.Body.WriteAsync("no list"u8.ToArray(), Stop).AsTask());
        var fetch = Fetch(await ServeAsync(http => http.Response.Body.WriteAsync(Real, Stop).AsTask()), lists);

        (await fetch.RefreshAsync(Stop)).ShouldBeFalse();

        _store.Current.ShouldBeNull();
        File.ReadAllText(Kept + ".1.crl").ShouldBe("no list");
        _log.Lines.ShouldContain(line => line.Contains("metadata_revocation_unknown"));
    }

    [Fact]
    public async Task comes_to_a_server_that_is_told_so_and_is_there_again_after_a_restart_without_it()
    {
        var url = await ServeAsync(http => http.Response.Body.WriteAsync(Real, Stop).AsTask());
        string[] settings = [$"KEYSTILE_MDS_FILE={Kept}", $"KEYSTILE_MDS_URL={url}", $"KEYSTILE_MDS_ORIGINS=https://elsewhere.example,{url.TrimEnd('/')}"];
        await using (var server = await TestServer.StartAsync(new TestClock(Day), settings))
        {
            for (var tries = 0; server.Service<MetadataStore>().Current is null && tries < 300; tries++) await Task.Delay(100, Stop);
            server.Home.RelyingParty.Options.Metadata!.Current!.Number.ShouldBe(34);
            for (var tries = 0; !File.Exists(Kept) && tries < 100; tries++) await Task.Delay(100, Stop);
        }
        foreach (var service in _services) await service.StopAsync(Stop);
        await using var again = await TestServer.StartAsync(new TestClock(Day), settings);
        again.Home.RelyingParty.Options.Metadata!.Current!.Number.ShouldBe(34);
    }

    [Theory]
    [InlineData("KEYSTILE_MDS_URL=https://mds3.fidoalliance.org/", "KEYSTILE_MDS_FILE")]
    [InlineData("KEYSTILE_MDS_CRLS=https://crl.example/a.crl", "KEYSTILE_MDS_FILE")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=https://mds3.fidoalliance.org/", "KEYSTILE_MDS_URL names a place that KEYSTILE_MDS_ORIGINS does not allow; add https://mds3.fidoalliance.org there")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=https://mds3.fidoalliance.org:8443/ KEYSTILE_MDS_ORIGINS=https://mds3.fidoalliance.org", "KEYSTILE_MDS_URL names a place")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=http://mds3.fidoalliance.org/ KEYSTILE_MDS_ORIGINS=http://mds3.fidoalliance.org", "KEYSTILE_MDS_URL must be https")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=http://127.0.0.1:1/", "KEYSTILE_MDS_URL names a place")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=file:///etc/passwd KEYSTILE_MDS_ORIGINS=file://", "KEYSTILE_MDS_URL must")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=https://a@mds3.fidoalliance.org/ KEYSTILE_MDS_ORIGINS=https://mds3.fidoalliance.org", "KEYSTILE_MDS_URL must hold addresses")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/none/mds.jwt KEYSTILE_MDS_URL=https://mds3.fidoalliance.org/ KEYSTILE_MDS_ORIGINS=https://mds3.fidoalliance.org", "KEYSTILE_MDS_FILE")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=https://a.example/ KEYSTILE_MDS_ORIGINS=https://a.example KEYSTILE_MDS_CRLS=http://crl.example/a.crl", "KEYSTILE_MDS_CRLS names a place")]
    [InlineData("KEYSTILE_MDS_FILE=FOLDER/mds.jwt KEYSTILE_MDS_URL=https://a.example/ KEYSTILE_MDS_ORIGINS=https://a.example KEYSTILE_MDS_CRLS=/nowhere.crl", "KEYSTILE_MDS_CRLS names the file")]
    public async Task stops_the_start_where_it_is_told_to_ask_a_place_that_is_not_allowed(string settings, string line) =>
        (await Should.ThrowAsync<WrongSettingException>(() => TestServer.StartAsync(settings.Replace("FOLDER", _folder.FullName).Split(' ')))).Message.ShouldStartWith(line);

    public async ValueTask DisposeAsync()
    {
        _download?.Dispose();
        foreach (var service in _services) await service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private MetadataFetch Fetch(string url, params string[] lists)
    {
        var logs = LoggerFactory.Create(logging => logging.AddProvider(_log));
        string[] origins = [.. lists.Append(url).Select(address => address.TrimEnd('/'))];
        MetadataOptions.TryParse(Kept, url, lists, origins, out var options).ShouldBeNull();
        _download = new(logs.CreateLogger<MetadataDownload>());
        var file = new MetadataFile(options!, _store, MetadataSource.Fido, _clock, logs.CreateLogger<MetadataFile>());
        return new(options!, _download, file, _clock, logs.CreateLogger<MetadataFetch>());
    }

    private async Task<string> ServeAsync(RequestDelegate answer, bool https = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            if (https) endpoint.UseHttps(SelfSigned());
        }));
        var service = builder.Build();
        service.Run(answer);
        await service.StartAsync(Stop);
        _services.Add(service);
        return service.Urls.First().Replace("http:", https ? "https:" : "http:", StringComparison.Ordinal).Replace("httpss", "https", StringComparison.Ordinal) + "/";
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
