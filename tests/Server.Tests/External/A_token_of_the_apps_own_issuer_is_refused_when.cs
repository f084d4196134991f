using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Server.Tests;

/// <summary>The corpus of what tokens were ever forged with (RFC 8725, security incidents of the field). Each starts from a token that is good.</summary>
public sealed class A_token_of_the_apps_own_issuer_is_refused_when
{
    [Fact]
    public async Task anything_about_it_is_not_as_it_must_be()
    {
        await using var server = await TestServer.StartAsync();
        var shop = await Tenant.AddAsync(server);
        await using var issuer = await AppIssuer.StartAsync(server, shop.Id);
        foreach (var good in Good(issuer)) (await A_token_of_the_apps_own_issuer.Page(server, shop, good).GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK, good);
        var before = (await server.CountAsync("users"), await server.CountAsync("sessions"));
        var forged = Forged(issuer).ToArray();
        forged.Length.ShouldBeGreaterThan(80);
        foreach (var (what, token) in forged)
        {
            var answer = await A_token_of_the_apps_own_issuer.Page(server, shop, token).GetAsync("/api/session");
            answer.Code.ShouldBe("not_signed_in", what);
            (await A_token_of_the_apps_own_issuer.Page(server, shop, token).BeginConnectAsync()).Code.ShouldBe("not_signed_in", what);
        }
        (await server.CountAsync("users"), await server.CountAsync("sessions")).ShouldBe(before);
        server.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Good(AppIssuer issuer)
    {
        yield return issuer.Token();
        yield return issuer.Token(claims: claims => claims["aud"] = new JsonArray("other", AppIssuer.Audience));
        yield return issuer.Token(claims: claims => claims["nbf"] = issuer.Now(30));
        yield return issuer.Sign("""{"alg":"PS256","kid":"rsa"}""", issuer.Claims("ps").ToJsonString(), data => issuer.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        yield return issuer.Sign("""{"alg":"ES256","kid":"ec"}""", issuer.Claims("es").ToJsonString(), data => issuer.Ec.SignData(data, HashAlgorithmName.SHA256));
        yield return issuer.Sign("""{"alg":"RS256"}""", issuer.Claims("no kid").ToJsonString());
    }

    private static IEnumerable<(string What, string Token)> Forged(AppIssuer issuer)
    {
        var claims = issuer.Claims("eve").ToJsonString();
        var good = issuer.Token("eve");
        var parts = good.Split('.');

        foreach (var alg in new[] { "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "RS1", "RS256 ", "rs256", "ES256K", "EdDSA", "dir", "RSA-OAEP" })
        {
            foreach (var secret in Secrets(issuer)) yield return ($"alg {alg} with the public key", issuer.Sign($$"""{"alg":"{{alg}}","kid":"rsa"}""", claims, data => HMACSHA256.HashData(secret, data)));
            yield return ($"alg {alg} unsigned", issuer.Sign($$"""{"alg":"{{alg}}","kid":"rsa"}""", claims, _ => []));
            yield return ($"alg {alg} signed with RS256", issuer.Sign($$"""{"alg":"{{alg}}","kid":"rsa"}""", claims));
        }
        yield return ("no alg", issuer.Sign("""{"kid":"rsa"}""", claims));
        yield return ("alg a number", issuer.Sign("""{"alg":256,"kid":"rsa"}""", claims));
        yield return ("alg twice", issuer.Sign("""{"alg":"none","alg":"RS256","kid":"rsa"}""", claims));
        yield return ("alg of another kind of key", issuer.Sign("""{"alg":"ES256","kid":"rsa"}""", claims));
        yield return ("alg of another hash", issuer.Sign("""{"alg":"RS512","kid":"rsa"}""", claims));
        yield return ("the wrong key's id", issuer.Sign("""{"alg":"RS256","kid":"ec"}""", claims));
        foreach (var kid in new[] { "", "rsa ", "RSA", "../../jwks", "/dev/null", "rsa' OR '1'='1", new string('k', 257), "http://evil.example/jwks" })
        {
            yield return ($"kid {kid}", issuer.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = kid }.ToJsonString(), claims));
        }
        yield return ("kid an array", issuer.Sign("""{"alg":"RS256","kid":["rsa"]}""", claims));
        foreach (var header in new[] { """ "crit":["exp"] """, """ "crit":[] """, """ "crit":["b64"],"b64":false """, """ "b64":false """ }) yield return (header, issuer.Sign($$"""{"alg":"RS256","kid":"rsa",{{header}}}""", claims));

        using var own = RSA.Create(2048);
        byte[] OwnKey(byte[] data) => own.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        yield return ("another's key under our kid", issuer.Sign("""{"alg":"RS256","kid":"rsa"}""", claims, OwnKey));
        yield return ("another's key without kid", issuer.Sign("""{"alg":"RS256"}""", claims, OwnKey));
        yield return ("jwk", issuer.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = "own", ["jwk"] = AppIssuer.RsaJwk(own, "own") }.ToJsonString(), claims, OwnKey));
        foreach (var pointer in new[] { "jku", "x5u" }) yield return (pointer, issuer.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = "own", [pointer] = "http://127.0.0.1:9/jwks" }.ToJsonString(), claims, OwnKey));
        yield return ("x5c", issuer.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = "own", ["x5c"] = new JsonArray(Convert.ToBase64String(own.ExportSubjectPublicKeyInfo())) }.ToJsonString(), claims, OwnKey));

        (string, Action<JsonObject>)[] wrong =
        [
            ("iss missing", c => c.Remove("iss")), ("iss of another", c => c["iss"] = "https://id.evil.example"), ("iss with a slash", c => c["iss"] = AppIssuer.Name + "/"),
            ("iss in capitals", c => c["iss"] = AppIssuer.Name.ToUpperInvariant()), ("iss an array", c => c["iss"] = new JsonArray(AppIssuer.Name)),
            ("aud missing", c => c.Remove("aud")), ("aud of another", c => c["aud"] = "other-api"), ("aud a prefix", c => c["aud"] = AppIssuer.Audience + "-2"), ("aud empty", c => c["aud"] = new JsonArray()),
            ("exp missing", c => c.Remove("exp")), ("exp now", c => c["exp"] = issuer.Now(0)), ("exp past", c => c["exp"] = issuer.Now(-60)), ("exp long past", c => c["exp"] = 0), ("exp a text", c => c["exp"] = "9999999999"), ("exp without end", c => c["exp"] = long.MaxValue),
            ("nbf to come", c => c["nbf"] = issuer.Now(61)), ("iat to come", c => c["iat"] = issuer.Now(61)), ("iat a text", c => c["iat"] = "now"),
            ("sub missing", c => c.Remove("sub")), ("sub empty", c => c["sub"] = ""), ("sub a number", c => c["sub"] = 1), ("sub null", c => c["sub"] = null), ("sub too long", c => c["sub"] = new string('s', 65)),
        ];
        foreach (var (what, spoil) in wrong) yield return (what, issuer.Token("eve", spoil));
        yield return ("sub twice", issuer.Sign("""{"alg":"RS256","kid":"rsa"}""", claims.Replace("\"sub\":", "\"sub\":\"ada-1\",\"sub\":", StringComparison.Ordinal)));

        yield return ("no signature", $"{parts[0]}.{parts[1]}.");
        yield return ("two parts", $"{parts[0]}.{parts[1]}");
        yield return ("four parts", good + ".x");
        yield return ("padding", $"{parts[0]}.{parts[1]}.{parts[2]}==");
        yield return ("a blank", good + " x");
        yield return ("another payload", $"{parts[0]}.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.Replace("eve", "ada", StringComparison.Ordinal))).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.{parts[2]}");
        yield return ("a bit of the signature", parts[0] + "." + parts[1] + "." + (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..]);
        yield return ("payload no object", issuer.Sign("""{"alg":"RS256","kid":"rsa"}""", "[]"));
        yield return ("payload no JSON", issuer.Sign("""{"alg":"RS256","kid":"rsa"}""", "eve"));
        yield return ("no base64url", "%C3%A9." + parts[1] + "." + parts[2]);
        yield return ("nothing", "x");
    }

    /// <summary>What an HMAC was ever keyed with to pass for a signature.</summary>
    private static IEnumerable<byte[]> Secrets(AppIssuer issuer) =>
    [
        issuer.Rsa.ExportSubjectPublicKeyInfo(), issuer.Rsa.ExportRSAPublicKey(), Encoding.ASCII.GetBytes(issuer.Rsa.ExportSubjectPublicKeyInfoPem()),
        Encoding.ASCII.GetBytes(issuer.Rsa.ExportSubjectPublicKeyInfoPem() + "\n"), Encoding.ASCII.GetBytes(AppIssuer.RsaJwk(issuer.Rsa, "rsa").ToJsonString()),
    ];
}
