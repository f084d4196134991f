using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Keystile.Authenticator;

namespace Keystile.Fuzz.Tests;

/// <summary>Takes a ceremony apart down to a layer, changes one thing there, and puts the layers above together again.</summary>
internal sealed class Mutator(IReadOnlyList<Specimen> specimens, Dice dice)
{
    /// <summary>The ceremony with one to three things changed.</summary>
    public byte[] Mutate(Specimen specimen)
    {
        var json = MutateOnce(specimen, specimen.Json);
        while (dice.OneIn(4) && IsWhole(json)) json = MutateOnce(specimen, json);
        return json;
    }

    private byte[] MutateOnce(Specimen specimen, byte[] json) => dice.Next(20) switch
    {
        0 => ByteMutations.Mutate(json, dice),
        1 => JsonMutations.Mutate(json, dice),
        2 or 3 => Spliced(specimen, json),
        _ => WithResponse(json, response => MutateResponse(response, specimen.IsRegistration)),
    };

    private void MutateResponse(JsonObject response, bool isRegistration)
    {
        switch (dice.Next(isRegistration ? 8 : 6))
        {
            case 0: WithBytes(response, "clientDataJSON", bytes => ByteMutations.Mutate(bytes, dice)); break;
            case 1: WithBytes(response, "clientDataJSON", bytes => IsWhole(bytes) ? JsonMutations.Mutate(bytes, dice) : ByteMutations.Mutate(bytes, dice)); break;
            case 2 when isRegistration: WithBytes(response, "attestationObject", bytes => ByteMutations.Mutate(bytes, dice)); break;
            case 3 or 4 when isRegistration: WithAttestation(response, map => map["authData"] = AuthenticatorDataMutations.Mutate(map["authData"] as byte[] ?? [], dice)); break;
            case 5 when isRegistration: WithAttestation(response, map => map["attStmt"] = CborMutations.Mutate(map["attStmt"], dice)); break;
            case 6 or 7: WithBytes(response, "attestationObject", bytes => CborTree.TryParse(bytes) is { } tree ? Cbor.Encode(CborMutations.Mutate(tree, dice)) : bytes); break;
            case 2 or 3: WithBytes(response, "authenticatorData", bytes => AuthenticatorDataMutations.Mutate(bytes, dice)); break;
            case 4: WithBytes(response, "signature", bytes => DerMutations.Mutate(bytes, dice)); break;
            default: WithBytes(response, "signature", bytes => ByteMutations.Mutate(bytes, dice)); break;
        }
    }

    /// <summary>A part of another ceremony in the place of this one's.</summary>
    private byte[] Spliced(Specimen specimen, byte[] json)
    {
        var other = dice.Pick(specimens);
        if (other.IsRegistration != specimen.IsRegistration) return other.Json;
        var donor = JsonNode.Parse(other.Json)!.AsObject();
        if (dice.OneIn(6)) return With(json, root => (root["id"], root["rawId"]) = ((string)donor["id"]!, (string)donor["id"]!));
        var given = donor["response"]!.AsObject();
        return WithResponse(json, response =>
        {
            if (specimen.IsRegistration && !dice.OneIn(3))
            {
                var part = dice.Pick((string[])["fmt", "attStmt", "authData"]);
                WithAttestation(response, map => map[part] = (CborTree.TryParse(Bytes(given, "attestationObject")) as LooseMap)![part]);
            }
            else
            {
                var part = dice.Pick((string[])["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]);
                if (given[part] is { } value) response[part] = value.DeepClone();
            }
        });
    }

    private static void WithAttestation(JsonObject response, Action<LooseMap> change) => WithBytes(response, "attestationObject", bytes =>
    {
        if (CborTree.TryParse(bytes) is not LooseMap map || map.Select(entry => entry.Key).Except(["fmt", "attStmt", "authData"]).Any() || map.Count != 3) return bytes;
        change(map);
        return Cbor.Encode(map);
    });

    private static void WithBytes(JsonObject response, string member, Func<byte[], byte[]> change) => response[member] = Base64Text.Url(change(Bytes(response, member)));

    private static byte[] Bytes(JsonObject response, string member)
    {
        try
        {
            return response[member] is JsonValue value && value.TryGetValue(out string? text) ? Base64Text.FromUrl(text) : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[] WithResponse(byte[] json, Action<JsonObject> change) => With(json, root =>
    {
        if (root["response"] is JsonObject response) change(response);
    });

    private static byte[] With(byte[] json, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>Whether it can still be taken apart as a JSON object, and put together again.</summary>
    private static bool IsWhole(byte[] json)
    {
        try
        {
            return Utf8.IsValid(json) && JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) is JsonObject root && root.ToJsonString().Length > 0;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
