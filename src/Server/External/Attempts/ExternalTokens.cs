using System.Text.Json.Serialization;
using Keystile.Server.Passwordless;

namespace Keystile.Server.External;

/// <summary><c>external_</c>: a sign-in at a provider, under way. It travels as <c>state</c>, readable, so it holds nothing that proves anything.</summary>
internal sealed record ExternalState : ServiceToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    [JsonPropertyName("provider")] public required string Provider { get; init; }

    /// <summary>SHA-256 of the secret in the browser that began: nobody finishes in another's browser.</summary>
    [JsonPropertyName("browser")] public required string Browser { get; init; }

    /// <summary>Where the person goes afterwards; one of the app's registered addresses.</summary>
    [JsonPropertyName("return")] public required string ReturnTo { get; init; }

    /// <summary>The challenge of the page that will redeem the code; null at Keystile's own pages.</summary>
    [JsonPropertyName("page")] public string? PageChallenge { get; init; }
}

/// <summary><c>code_</c>: a finished sign-in, for the page of the app to redeem once.</summary>
internal sealed record ExternalCode : ServiceToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    [JsonPropertyName("sub")] public required Guid User { get; init; }

    /// <summary>S256 of the verifier that the page kept (RFC 7636): a code that somebody else picked up is worth nothing.</summary>
    [JsonPropertyName("page")] public required string PageChallenge { get; init; }

    /// <summary>When the provider saw the person; seconds since 1970.</summary>
    [JsonPropertyName("auth_time")] public required long AuthenticatedAt { get; init; }
}
