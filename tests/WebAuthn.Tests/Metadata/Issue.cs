using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Keystile.WebAuthn.Tests;

/// <summary>An issue of a metadata service that is good: ES256, signer below an intermediate below a root. A test spoils one thing of it.</summary>
internal sealed class Issue
{
    public static readonly Aaguid Model = new(Convert.FromHexString("00112233445566778899aabbccddeeff"));

    public const string Host = "mds.fidoalliance.org";

    public Issue(Action<Recipe>? signer = null)
    {
        Root = Issued.Root("CN=MDS Root");
        Intermediate = Root.Intermediate("CN=MDS Intermediate");
        Signer = Intermediate.Leaf($"CN={Host}", recipe =>
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(Host);
            recipe.Extensions.Add(names.Build());
            signer?.Invoke(recipe);
        });
        Chain = [Signer, Intermediate];
        SigningKey = Signer.Key;
        Source = new() { Roots = TrustAnchors.FromDer(Root.Der) };
    }

    public Issued Root { get; }
    public Issued Intermediate { get; }
    public Issued Signer { get; }
    public IReadOnlyList<Issued> Chain { get; set; }
    public ECDsa SigningKey { get; set; }
    public string Algorithm { get; set; } = "ES256";
    public MetadataSource Source { get; set; }
    public DateTimeOffset Now { get; set; } = Issued.Now;

    public JsonObject Payload { get; } = new()
    {
        ["legalHeader"] = "Terms",
        ["no"] = 7,
        ["nextUpdate"] = "2026-07-01",
        ["entries"] = new JsonArray(Entry(Model)),
    };

    public JsonObject OnlyEntry => Payload["entries"]![0]!.AsObject();

    public static JsonObject Entry(Aaguid aaguid, params byte[][] roots) => new()
    {
        ["aaguid"] = aaguid.ToString(),
        ["metadataStatement"] = new JsonObject
        {
            ["description"] = "Test Authenticator",
            ["protocolFamily"] = "fido2",
            ["attestationTypes"] = new JsonArray("basic_full"),
            ["attestationRootCertificates"] = new JsonArray([.. roots.Select(root => JsonValue.Create(Convert.ToBase64String(root)))]),
        },
        ["statusReports"] = new JsonArray(Report("FIDO_CERTIFIED", "2020-01-01")),
        ["timeOfLastStatusChange"] = "2020-01-01",
    };

    public static JsonObject Report(string status, string? effectiveDate = null) => effectiveDate is null
        ? new() { ["status"] = status }
        : new() { ["status"] = status, ["effectiveDate"] = effectiveDate };

    public byte[] Sign()
    {
        var header = new JsonObject
        {
            ["alg"] = Algorithm,
            ["typ"] = "JWT",
            ["x5c"] = new JsonArray([.. Chain.Select(issued => JsonValue.Create(Convert.ToBase64String(issued.Der)))]),
        };
        var signed = $"{Encode(header)}.{Encode(Payload)}";
        return Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(SigningKey.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}");
    }

    public static string Encode(JsonNode json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    public Verdict<MetadataBlob> Verify() => new MetadataStore().Update(Sign(), Source, Now);

    public MetadataBlob Accepted() => Verify() is { IsAccepted: true, Value: var blob } verdict ? blob : throw new ShouldAssertException(Verify().Rejection!.Code);

    public void ShouldBeRefusedFor(Rejection rejection) => Verify().Rejection.ShouldBe(rejection);

    /// <summary>A store in which this issue is in force.</summary>
    public MetadataStore InForce()
    {
        var store = new MetadataStore();
        store.Update(Sign(), Source, Now).IsAccepted.ShouldBeTrue();
        return store;
    }
}
