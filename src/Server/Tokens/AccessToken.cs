using System.Text.Json.Serialization;

namespace Keystile.Server.Tokens;

/// <summary>What an access token says (RFC 9068). Anyone can check it against /.well-known/jwks.json; here it also counts only while its session lives.</summary>
internal sealed record AccessToken
{
    [JsonPropertyName("iss")] public required string Issuer { get; init; }

    [JsonPropertyName("aud")] public required string Audience { get; init; }

    /// <summary>The user's id.</summary>
    [JsonPropertyName("sub")] public required Guid User { get; init; }

    /// <summary>The session's id.</summary>
    [JsonPropertyName("sid")] public required Guid Session { get; init; }

    /// <summary>How the person signed in (RFC 8176).</summary>
    [JsonPropertyName("amr")] public required IReadOnlyList<string> Methods { get; init; }

    [JsonPropertyName("acr")] public string? Class { get; init; }

    [JsonPropertyName("auth_time")] public required long AuthenticatedAt { get; init; }

    [JsonPropertyName("iat")] public required long IssuedAt { get; init; }

    [JsonPropertyName("exp")] public required long ExpiresAt { get; init; }
}
