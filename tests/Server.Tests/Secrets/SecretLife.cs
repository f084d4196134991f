using System.Security.Cryptography;
using System.Text;
using Keystile.Server.Tests.Webhooks;
using Keystile.Server.Tokens;
using Keystile.Storage.Tests;

namespace Keystile.Server.Tests.Secrets;

/// <summary>A server at which every kind of secret was made and used, all those secrets, and where to look for them.</summary>
internal sealed class SecretLife : IAsyncDisposable
{
    /// <summary>No secrets, and yet nobody's to log or to export.</summary>
    public static readonly Secret[] Private = [new("address", "203.0.113.77"u8.ToArray()), new("canary", "canary-"u8.ToArray())];

    private const string DatabasePassword = "words / of the database";

    // The two categories of the framework that say whole addresses, as the server is shipped (Log.Defaults); everything else says all it can, and no line is left out.
    private static readonly string[] s_asShipped = ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Warning", "Logging:LogLevel:Microsoft.AspNetCore.Http.Result=Warning"];

    private readonly Stack<IAsyncDisposable> _running = [];
    private readonly TelemetryReceiver _collector;

    private SecretLife(TelemetryReceiver collector, TestServer server, WholeDatabase database) => (_collector, Server, Database) = (collector, server, database);

    public TestServer Server { get; }

    public WholeDatabase Database { get; }

    public List<Secret> Secrets { get; } = [];

    /// <summary>What the database held while all of it was under way.</summary>
    public Haystack Rows { get; private set; } = new();

    /// <summary>What was said up to now.</summary>
    public Haystack Log => Of("log", [.. Server.Log.Lines.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>What was exported up to now.</summary>
    public Haystack Exported
    {
        get
        {
            TelemetryReceiver.Flush(Server);
            return Of("telemetry", _collector.Bodies);
        }
    }

    public static async Task<SecretLife> LiveAsync(bool onPostgres)
    {
        var collector = await TelemetryReceiver.StartAsync();
        var mail = MailServer.Start(authentication: true);
        var postgres = onPostgres ? await PostgresServer.StartAsync() : null;
        var rootKey = RandomNumberGenerator.GetBytes(RootKey.Length);
        string[] settings =
        [
            .. collector.Settings, .. s_asShipped, "KEYSTILE_TRUSTED_PROXIES=127.0.0.1", "KEYSTILE_WEBHOOK_PRIVATE=on", "KEYSTILE_MASTER_KEY=" + Convert.ToHexString(rootKey),
            mail.Settings[1], $"KEYSTILE_SMTP_URL=smtp://{MailServer.User}:{Uri.EscapeDataString(MailServer.Password)}@127.0.0.1:{mail.Port}",
            .. postgres is null ? (string[])[] : ["KEYSTILE_DATABASE=" + await AddressAsync(postgres)],
        ];
        var server = await TestServer.StartAsync(settings);
        var life = new SecretLife(collector, server, new(server, postgres));
        foreach (var each in (IAsyncDisposable?[])[postgres, collector, mail, server]) if (each is not null) life._running.Push(each);
        using var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(server.Service<SigningKeys>().Current.ToPkcs8(), out _);
        life.Secrets.AddRange(
        [
            new("root key", rootKey), new("private half of the signing key", signing.ExportParameters(includePrivateParameters: true).D!),
            .. Secret.Of("password of the mail server", MailServer.Password), .. postgres is null ? [] : Secret.Of("password of the database", DatabasePassword),
        ]);
        try
        {
            await life.LiveAsync(mail);
            return life;
        }
        catch
        {
            await life.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var each)) await each.DisposeAsync();
    }

    private async Task LiveAsync(MailServer mail)
    {
        Server.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        Server.Http.DefaultRequestHeaders.Add("User-Agent", "canary-browser");
        Server.Http.DefaultRequestHeaders.Add("baggage", "of=canary-baggage");
        var (google, receiver) = (await Google.StartAsync(), await Receiver.StartAsync());
        _running.Push(google);
        _running.Push(receiver);
        var (browser, secrets) = await SecretsOfPeople.SignInAsync(Server);
        Secrets.AddRange([.. secrets, .. await SecretsOfBackends.OperateAsync(Server), .. await SecretsOfBackends.ServeAsync(Server, mail), .. await SecretsOfBackends.HookAsync(Server, receiver)]);
        Secrets.AddRange([.. await SecretsOfBackends.VisitAsync(Server, google), .. await SecretsOfPeople.RecoverAsync(Server, mail)]);
        Rows = await Database.ReadAsync();
        await browser.DeleteAsync("/api/session");
    }

    private static async Task<string> AddressAsync(PostgresServer postgres)
    {
        var address = new UriBuilder(await postgres.NewDatabaseAsync()) { Password = Uri.EscapeDataString(DatabasePassword) };
        await postgres.ExecuteAsync($"ALTER USER server PASSWORD '{DatabasePassword}'");
        return address.Uri.AbsoluteUri;
    }

    private static Haystack Of(string place, IReadOnlyCollection<byte[]> contents)
    {
        var all = new Haystack();
        foreach (var content in contents) all.Add(place, content);
        return all;
    }
}
