using System.Text.Json;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>What an answer says in everything that is verified, read by other readers than the library's. Two answers of one meaning may share a verdict.</summary>
/// <param name="Signed">The ids, the client data and the authenticator data, as far as anything vouches for them.</param>
/// <param name="Statements">What vouches for them.</param>
/// <param name="Needed">How many statements there must be.</param>
/// <param name="Said">What the client data of a registration still says when nothing vouches for it: a client may always leave the statement out, unless policy asks for one (N102, N103).</param>
/// <param name="Credential">The ids and the authenticator data of a registration, likewise.</param>
internal sealed record Meaning(string Signed, IReadOnlyList<string> Statements, int Needed, string? Said = null, string? Credential = null)
{
    private static readonly string NoStatement = StatementMeaning.Of("none", new LooseMap())!.Single();
    private static readonly string[] Envelope = ["id", "rawId", "type", "response", "authenticatorAttachment", "clientExtensionResults"];
    private static readonly string[] Attestation = ["clientDataJSON", "attestationObject", "transports"], Assertion = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];

    /// <summary>The meaning, or null where the answer is malformed and so must be refused.</summary>
    public static Meaning? Of(byte[] json, bool isRegistration)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = Members(document.RootElement, Envelope);
            var response = Members(root["response"], isRegistration ? Attestation : Assertion);
            var ids = $"{root["id"].GetString()} {root["rawId"].GetString()} {root["type"].GetString()}";
            var clientData = response["clientDataJSON"].GetString()!;
            return isRegistration
                ? OfRegistration(ids, clientData, response["attestationObject"].GetString()!)
                : new($"{ids} {clientData} {response["authenticatorData"].GetString()} {(response.TryGetValue("userHandle", out var handle) ? handle.GetString() : "")}", [response["signature"].GetString()!], 1);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether <paramref name="other"/> says the same, vouched for by no statement that is not among these, or answers the same challenge with one of <paramref name="credentials"/> for which nothing vouches.</summary>
    public bool Includes(Meaning other, IReadOnlySet<string> credentials) =>
        (other.Signed == Signed && other.Statements.Count >= Needed && !other.Statements.Except(Statements).Any())
        || (other.Statements is [var only] && only == NoStatement && other.Said == Said && other.Credential is not null && credentials.Contains(other.Credential));

    private static Meaning? OfRegistration(string ids, string clientData, string attestationObject)
    {
        if (CborTree.TryParse(Base64Text.FromUrl(attestationObject)) is not LooseMap { Count: 3 } map || map["fmt"] is not string format || map["authData"] is not byte[] data) return null;
        // What no signature covers is only as good as the checks on it: then the checked values are the meaning.
        var (unsignedClient, unsignedAuthenticator) = (UnsignedClientData.Of(Base64Text.FromUrl(clientData)), UnsignedAuthenticatorData.Of(data));
        var client = format == "none" ? unsignedClient : clientData;
        var authenticator = format is "none" or "fido-u2f" ? unsignedAuthenticator : Convert.ToHexString(data);
        var statements = StatementMeaning.Of(format, map["attStmt"]);
        return client is null || authenticator is null || statements is null ? null : new($"{ids} {client} {authenticator} {format}", statements, format == "compound" ? 2 : 1, unsignedClient, $"{ids} {unsignedAuthenticator}");
    }

    /// <summary>The members that count, each of which may be there once; what else is there may be doubled, for nobody reads it.</summary>
    internal static Dictionary<string, JsonElement> Members(JsonElement element, string[] known) =>
        element.EnumerateObject().Where(member => known.Contains(member.Name)).ToDictionary(member => member.Name, member => member.Value);
}
