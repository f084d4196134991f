using System.Text.Json.Nodes;

namespace Keystile.Authenticator;

/// <summary>A browser with an authenticator in it: answers the options of a server, and spoils what a test wants spoiled.</summary>
/// <remarks>It does what <c>navigator.credentials.create()</c> and <c>get()</c> do with <c>parse…OptionsFromJSON()</c> and <c>toJSON()</c> around them.</remarks>
public sealed class SoftwareAuthenticator
{
    private readonly List<SoftCredential> _credentials = [];

    /// <summary>What it holds, oldest first.</summary>
    public IReadOnlyList<SoftCredential> Credentials => _credentials;

    /// <summary>The algorithms it can do, in no order: the options' order decides.</summary>
    public IReadOnlyCollection<int> Algorithms { get; init; } = [Cose.ES256];

    public byte[] Aaguid { get; init; } = Convert.FromHexString("6b65797374696c652d74657374732d31");

    /// <summary>Whether it verifies the user (flag UV).</summary>
    public bool VerifiesUser { get; init; } = true;

    /// <summary>Whether its passkeys are synced (flags BE and BS).</summary>
    public bool Synced { get; init; }

    /// <summary>Whether each credential counts its signatures.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>How it attests, where the options do not ask for <c>none</c>.</summary>
    public IStatementMaker Statement { get; init; } = new NoStatement();

    private byte Flags => (byte)(CeremonyScenario.UP | (VerifiesUser ? CeremonyScenario.UV : 0) | (Synced ? CeremonyScenario.BE | CeremonyScenario.BS : 0));

    /// <summary>Takes in a credential that was made elsewhere.</summary>
    public void Add(SoftCredential credential) => _credentials.Add(credential);

    /// <summary>Answers creation options on a page of <paramref name="origin"/>: RegistrationResponseJSON.</summary>
    public string Create(JsonNode creationOptions, string origin, Action<RegistrationScenario>? spoil = null)
    {
        var scenario = new RegistrationScenario
        {
            RpId = (string)creationOptions["rp"]!["id"]!,
            Origin = origin,
            Challenge = Base64Text.FromUrl((string)creationOptions["challenge"]!),
            UserHandle = Base64Text.FromUrl((string)creationOptions["user"]!["id"]!),
            Key = CredentialKey.Create(creationOptions["pubKeyCredParams"]!.AsArray().Select(offer => (int)offer!["alg"]!).First(Algorithms.Contains)),
            Flags = (byte)(Flags | CeremonyScenario.AT),
            Aaguid = Aaguid,
            Statement = (string?)creationOptions["attestation"] is null or "none" ? new NoStatement() : Statement,
            ClientExtensionResults = new() { ["credProps"] = new JsonObject { ["rk"] = true } },
        };
        spoil?.Invoke(scenario);
        var made = scenario.Make();
        _credentials.Add(made.Credential);
        return made.Json;
    }

    /// <summary>Answers request options on a page of <paramref name="origin"/>, with the newest credential that they allow: AuthenticationResponseJSON.</summary>
    public string Get(JsonNode requestOptions, string origin, Action<AssertionScenario>? spoil = null)
    {
        var rpId = (string)requestOptions["rpId"]!;
        var allowed = requestOptions["allowCredentials"]?.AsArray().Select(descriptor => (string)descriptor!["id"]!).ToHashSet() ?? [];
        var credential = _credentials.Last(c => c.RpId == rpId && (allowed.Count == 0 || allowed.Contains(Base64Text.Url(c.Id))));
        if (Counts) credential.SignCount++;
        var scenario = new AssertionScenario(credential)
        {
            RpId = rpId,
            Origin = origin,
            Challenge = Base64Text.FromUrl((string)requestOptions["challenge"]!),
            Flags = Flags,
            SignCount = credential.SignCount,
        };
        spoil?.Invoke(scenario);
        return scenario.Make().Json;
    }
}
