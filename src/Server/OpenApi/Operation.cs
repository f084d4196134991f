using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

/// <summary>What a call goes through before its own rules apply; each brings the codes it can refuse with.</summary>
[Flags]
internal enum Needs
{
    None = 0,

    /// <summary>A JSON body.</summary>
    Body = 1,

    /// <summary>A live session, by cookie or access token.</summary>
    Session = 2,

    /// <summary>A session of the console.</summary>
    Operator = 4,

    /// <summary>A session of an owner of the console.</summary>
    Owner = 8,

    /// <summary>A fresh proof that it is the person.</summary>
    Raised = 16,

    /// <summary>The page's own origin.</summary>
    Origin = 32,

    /// <summary>Within the limits of an address or a name.</summary>
    Limits = 64,

    /// <summary>A challenge token that is good.</summary>
    Token = 128,

    /// <summary>A response that holds through §7.1.</summary>
    Registration = 256,

    /// <summary>A response that holds through §7.2.</summary>
    Authentication = 512,

    /// <summary>A public key.</summary>
    PublicKey = 1024,

    /// <summary>A secret key.</summary>
    SecretKey = 2048,

    /// <summary>A token of the passkey service.</summary>
    ServiceToken = 4096,
}

/// <summary>What the document says of one route beyond what the route itself says: a sentence, the members of its body, the codes it refuses with.</summary>
/// <param name="Route">Method and path, such as <c>GET /api/session</c>.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Needs">What it goes through.</param>
internal sealed record Operation(string Route, string Summary, Needs Needs = Needs.None)
{
    /// <summary>The members of the body: <c>name</c> for a string, <c>name:type</c> for another, <c>!</c> behind one that must be there.</summary>
    public string Members { get; init; } = "";

    /// <summary>The members of the answer, where its type does not say; empty where it has no body.</summary>
    public string? Answer { get; init; }

    /// <summary>The media type of an answer that is not JSON.</summary>
    public string? Media { get; init; }

    /// <summary>Whether it answers a navigation by another address.</summary>
    public bool Redirects { get; init; }

    /// <summary>Codes of its own.</summary>
    public IReadOnlyList<Problem> Refusals { get; init; } = [];
}
