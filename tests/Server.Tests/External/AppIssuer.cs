using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keystile.Server.Tests;

/// <summary>The identity provider of an app: it signs the app's own access tokens and serves its keys over HTTP.</summary>
internal sealed class AppIssuer : IAsyncDisposable
{
    public const string Name = "https://id.shop.example";
    public const string Audience = "shop-api";

    private readonly WebApplication _app;
    private readonly TestServer _server;

    private AppIssuer(WebApplication app, TestServer server) => (_app, _server) = (app, server);

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The keys served, by id; a test may change them.</summary>
    public Dictionary<string, JsonObject> Keys { get; } = [];

    public int Asked { get; private set; }

    public bool Down { get; set; }

    /// <summary>Starts it and lets an app trust it.</summary>
    public static async Task<AppIssuer> StartAsync(TestServer server, string app)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new AppIssuer(builder.Build(), server);
        issuer._app.MapGet("/jwks", (HttpContext http) => issuer.AnswerAsync(http));
        await issuer._app.StartAsync();
        issuer.Keys["rsa"] = RsaJwk(issuer.Rsa, "rsa");
        issuer.Keys["ec"] = EcJwk(issuer.Ec, "ec");
        await server.ConfigureAsync(app, settings => settings with { TokenIssuer = new() { Issuer = Name, Audience = Audience, JwksUrl = issuer._app.Urls.First() + "/jwks" } });
        return issuer;
    }

    public static JsonObject RsaJwk(RSA key, string id)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = id, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    public static JsonObject EcJwk(ECDsa key, string id)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new() { ["kty"] = "EC", ["use"] = "sig", ["crv"] = "P-256", ["kid"] = id, ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }

    public JsonObject Claims(string user = "ada-1") => new()
    {
        ["iss"] = Name,
        ["aud"] = Audience,
        ["sub"] = user,
        ["name"] = "Ada",
        ["iat"] = Now(0),
        ["exp"] = Now(600),
    };

    public long Now(int seconds) => _server.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

    public string Token(string user = "ada-1", Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var (head, payload) = (new JsonObject { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = "rsa" }, Claims(user));
        claims?.Invoke(payload);
        header?.Invoke(head);
        return Sign(head.ToJsonString(), payload.ToJsonString());
    }

    /// <summary>Signs texts as they are with RS256, or with what <paramref name="sign"/> does.</summary>
    public string Sign(string header, string payload, Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        var signature = (sign ?? (data => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Rsa.Dispose();
        Ec.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Asked++;
        http.Response.StatusCode = Down ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        return http.Response.WriteAsync(new JsonObject { ["keys"] = new JsonArray([.. Keys.Values.Select(key => key.DeepClone())]) }.ToJsonString());
    }
}
