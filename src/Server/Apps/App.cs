using System.Collections.Frozen;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Apps;

/// <summary>One tenant as requests see it: who it is, where its pages live, what its relying party takes. Read once from its row and never changed.</summary>
internal sealed class App(string id, RelyingParty relyingParty, AppSettings settings)
{
    private readonly FrozenSet<string> _origins = relyingParty.Options.Origins.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The app of Keystile's own pages.</summary>
    public const string Home = "home";

    public string Id { get; } = id;

    public RelyingParty RelyingParty { get; } = relyingParty;

    /// <summary>The same, but a signature counter that did not grow is flagged and never refused.</summary>
    public RelyingParty Flagging => field ??= new(RelyingParty.Options with { SignCountPolicy = SignCountPolicy.Flag });

    /// <summary>What its operator decided.</summary>
    public AppSettings Settings { get; } = settings;

    /// <summary>Whether its sessions have bearer tokens besides the cookie; the console's never have.</summary>
    public bool HasSessionTokens => Settings.SessionTokens && Id != OperatorStore.AppId;

    public string RpId => RelyingParty.Options.Id;

    /// <summary>How long a begun registration or authentication waits for its answer.</summary>
    public TimeSpan ChallengeLifetime => RelyingParty.Options.Timeout;

    /// <summary>Letter by letter: a URL parser would forgive what an attacker writes.</summary>
    public bool Allows(string origin) => _origins.Contains(origin);

    /// <summary>What a call may ask for, and at least what the app asks for.</summary>
    public UserVerification AtLeast(UserVerification asked) =>
        Settings.UserVerification == UserVerification.Required || asked == UserVerification.Required ? UserVerification.Required
        : Settings.UserVerification == UserVerification.Preferred ? UserVerification.Preferred : asked;

    /// <summary>The same for attestation, which the enumeration orders by how much it tells.</summary>
    public AttestationConveyance AtLeast(AttestationConveyance asked) => (AttestationConveyance)Math.Max((int)asked, (int)RelyingParty.Options.Attestation);
}
