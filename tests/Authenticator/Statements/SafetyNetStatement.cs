using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.Authenticator;

/// <summary>Format <c>android-safetynet</c> (§8.5): a service vouches for the device in a JWS.</summary>
public sealed class SafetyNetStatement(DateTimeOffset made) : IStatementMaker
{
    /// <inheritdoc/>
    public string Format => "android-safetynet";

    /// <summary>Who issues the service's certificate.</summary>
    public CertificateAuthority Issuer { get => field ??= CertificateAuthority.NewRoot(); init; }

    /// <summary>The host the certificate is for.</summary>
    public string Host { get; init; } = "attest.android.com";

    /// <summary>The service's key.</summary>
    public CredentialKey Key { get => field ??= CredentialKey.Create(Cose.RS256); init; }

    /// <summary>Edits the JWS header before it is signed.</summary>
    public Action<JsonObject>? Header { get; init; }

    /// <summary>Edits the payload before it is signed.</summary>
    public Action<JsonObject>? Payload { get; init; }

    /// <summary>Edits the payload's text before it is signed.</summary>
    public Func<string, string>? PayloadText { get; init; }

    /// <summary>Makes the signature over the signed text in place of the key.</summary>
    public Func<byte[], byte[]>? Sign { get; init; }

    /// <summary>Edits the finished JWS.</summary>
    public Func<string, string>? Text { get; init; }

    /// <inheritdoc/>
    public object Make(StatementContext context)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        var certificate = Issuer.Issue(new() { Subject = new($"CN={Host}"), Extensions = [names.Build()] }, Key);
        var header = new JsonObject { ["alg"] = "RS256", ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)) };
        Header?.Invoke(header);
        var payload = new JsonObject
        {
            ["nonce"] = Convert.ToBase64String(SHA256.HashData(context.SignedBytes)),
            ["timestampMs"] = made.ToUnixTimeMilliseconds(),
            ["apkPackageName"] = "com.google.android.gms",
            ["ctsProfileMatch"] = true,
            ["basicIntegrity"] = true,
        };
        Payload?.Invoke(payload);
        var payloadText = payload.ToJsonString(Json.Plain);
        payloadText = PayloadText?.Invoke(payloadText) ?? payloadText;
        var signed = $"{Base64Text.Url(Encoding.UTF8.GetBytes(header.ToJsonString(Json.Plain)))}.{Base64Text.Url(Encoding.UTF8.GetBytes(payloadText))}";
        var signature = Sign?.Invoke(Encoding.ASCII.GetBytes(signed)) ?? Key.Sign(Encoding.ASCII.GetBytes(signed));
        var text = $"{signed}.{Base64Text.Url(signature)}";
        return new LooseMap { { "ver", "14799021" }, { "response", Encoding.UTF8.GetBytes(Text?.Invoke(text) ?? text) } };
    }
}
