using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keystile.Server.Commands.Vectors;

/// <summary>A recorded ceremony: what the relying party had asked for, what came back, and what is expected of a verifier.</summary>
internal sealed record Vector
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string RpId { get; init; }
    public required string Origin { get; init; }
    public required string Challenge { get; init; }
    public JsonElement? Credential { get; init; }
    public string? TopOrigin { get; init; }
    public bool? CrossOrigin { get; init; }
    public string? Appid { get; init; }
    public string? UserVerification { get; init; }
    public JsonElement[]? PubKeyCredParams { get; init; }
    public string? PublicKey { get; init; }
    public uint? StoredSignCount { get; init; }
    public DateTimeOffset? Time { get; init; }
    public bool? Lenient { get; init; }
    public Expectation? Expect { get; init; }
}

/// <summary>What is expected; null where the file does not say.</summary>
internal sealed record Expectation
{
    public bool? Ok { get; init; }
    public string? Fmt { get; init; }
    public int? Alg { get; init; }
    public string? Aaguid { get; init; }
    public uint? SignCount { get; init; }
    public byte? Flags { get; init; }
    public string? AttestationType { get; init; }
    public string? TrustAnchor { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Vector))]
[JsonSerializable(typeof(VectorLine))]
internal sealed partial class VectorJson : JsonSerializerContext;
