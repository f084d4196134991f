using System.Collections.Frozen;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>One tenant as requests see it: who it is, where its pages live, what its relying party takes. Read once from its row and never changed.</summary>
internal sealed class App(string id, RelyingParty relyingParty)
{
    private readonly FrozenSet<string> _origins = relyingParty.Options.Origins.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The app of Keystile's own pages.</summary>
    public const string Home = "home";

    public string Id { get; } = id;

    public RelyingParty RelyingParty { get; } = relyingParty;

    public string RpId => RelyingParty.Options.Id;

    /// <summary>How long a begun registration or authentication waits for its answer: 5 minutes, as WebAuthn Level 3 advises.</summary>
    public TimeSpan ChallengeLifetime => RelyingParty.Options.Timeout;

    /// <summary>Letter by letter: a URL parser would forgive what an attacker writes.</summary>
    public bool Allows(string origin) => _origins.Contains(origin);
}
