using Keystile.Server.Apps;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>An app beside the home app, and its two keys.</summary>
internal sealed record Tenant(string Id, string PublicKey, string SecretKey)
{
    public const string Origin = "https://shop.localhost";

    public static async Task<Tenant> AddAsync(TestServer server, string id = "shop", string rpId = "localhost", string origin = Origin)
    {
        var row = new AppRow { Id = id, RpId = rpId, Name = id, Origins = [origin], CreatedAt = server.Clock.GetUtcNow() };
        (await server.Database.WriteAsync(writing => AppStore.TryAddAsync(writing, row))).ShouldBeTrue();
        return new(id, await AddKeyAsync(server, id, ApiKeyKind.Public), await AddKeyAsync(server, id, ApiKeyKind.Secret));
    }

    public static async Task<string> AddKeyAsync(TestServer server, string app, ApiKeyKind kind, params string[] scopes)
    {
        var key = ApiKey.New(app, kind, out var text);
        var row = key.ToRow(scopes.Length > 0 ? scopes : Scopes.Of(kind), server.Clock.GetUtcNow());
        (await server.Database.WriteAsync(writing => ApiKeyStore.TryAddAsync(writing, row))).ShouldBeTrue();
        return text;
    }

    public static string KeyId(string key) => ApiKey.TryParse(key)!.Id;

    /// <summary>A browser at one of its pages.</summary>
    public Browser Browser(TestServer server) => new(server) { Origin = Origin, Headers = { ["ApiKey"] = PublicKey } };

    /// <summary>Its backend.</summary>
    public Browser Backend(TestServer server) => new(server) { Origin = null, Headers = { ["ApiSecret"] = SecretKey } };
}
