using System.Text.Json.Nodes;

namespace Keystile.Crash.Tests;

/// <summary>Two servers on one PostgreSQL that answer at one address, send their mail to us, and have an app beside their own.</summary>
public sealed class TwoServers : IAsyncLifetime
{
    private const string ShopOrigin = "https://shop.localhost";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keystile-once-");
    private PostgresServer _postgres = null!;
    private string _database = null!;
    private Program _first = null!, _second = null!;

    internal MailServer Mail { get; } = MailServer.Start();

    /// <summary>A page of the app home.</summary>
    internal Caller Home => new(_first.Origin);

    /// <summary>A page of the app beside it.</summary>
    internal Caller Shop { get; private set; } = null!;

    /// <summary>The backend of that app.</summary>
    internal Caller Backend { get; private set; } = null!;

    /// <summary>One server and the other, by turns.</summary>
    internal HttpClient Http(int turn) => (turn % 2 == 0 ? _first : _second).Http;

    /// <summary>What a command printed, as JSON.</summary>
    internal async Task<JsonNode> RunAsync(params string[] arguments) => JsonNode.Parse((await _first.RunAsync([.. arguments, "--json"])).Printed)!;

    /// <summary>Runs a statement in their database, behind their backs.</summary>
    internal Task ExecuteAsync(string sql) => _postgres.ExecuteAtAsync(_database, sql);

    /// <summary>Where the first operator is invited to. Every start makes the link anew, so that the last one's is good.</summary>
    internal async Task<string> InvitationAsync() => (await _second.SaidAsync("/admin/join#")).Split('#')[1];

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _database = await _postgres.NewDatabaseAsync();
        _first = new(_folder, _database) { Settings = Mail.Settings };
        _second = new(_folder, _database) { Settings = Mail.Settings, PublicUrl = _first.Origin };
        await _first.StartAsync();
        await _second.StartAsync();
        var keys = await RunAsync("apps", "create", "shop", "--rp-id", "localhost", "--origin", ShopOrigin);
        (Shop, Backend) = (new(ShopOrigin, "ApiKey", (string)keys["publicKey"]!), new(null, "ApiSecret", (string)keys["secretKey"]!));
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _postgres.DisposeAsync();
        await Mail.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
