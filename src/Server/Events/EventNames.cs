using System.Collections.Frozen;
using Keystile.Storage;

namespace Keystile.Server.Events;

/// <summary>How much an event wants to be looked at, in the words of syslog.</summary>
internal enum Severity
{
    Informational,
    Notice,
    Warning,
    Alert,
}

/// <summary>What a kind of event is called on the wire, how grave it is, and what it says to a person.</summary>
internal sealed record EventName(EventKind Kind, string Name, Severity Severity, string Message);

/// <summary>The table of kinds: one line each. Names are stable, sentences may be bettered; docs/events.md shows the same.</summary>
internal static class EventNames
{
    public static readonly IReadOnlyList<EventName> All =
    [
        new(EventKind.Registered, "registered", Severity.Informational, "An account was made with its first passkey."),
        new(EventKind.RegistrationRefused, "registration_refused", Severity.Notice, "A registration was refused."),
        new(EventKind.SignedIn, "signed_in", Severity.Informational, "A passkey signed in."),
        new(EventKind.SignInRefused, "sign_in_refused", Severity.Notice, "A sign-in was refused."),
        new(EventKind.PasskeyConnected, "passkey_connected", Severity.Notice, "An account got a passkey more."),
        new(EventKind.ConnectRefused, "connect_refused", Severity.Notice, "A passkey more was refused."),
        new(EventKind.SteppedUp, "stepped_up", Severity.Informational, "A session was raised by a fresh proof."),
        new(EventKind.StepUpRefused, "step_up_refused", Severity.Notice, "A step-up was refused."),
        new(EventKind.SignCountRegressed, "sign_count_regressed", Severity.Alert, "A passkey's signature counter did not grow: it may have been copied."),
        new(EventKind.PasskeyRenamed, "passkey_renamed", Severity.Informational, "A passkey was renamed."),
        new(EventKind.PasskeyDeleted, "passkey_deleted", Severity.Notice, "A passkey was deleted."),
        new(EventKind.PasskeyDisabled, "passkey_disabled", Severity.Notice, "A passkey was disabled."),
        new(EventKind.PasskeyEnabled, "passkey_enabled", Severity.Notice, "A passkey was enabled again."),
        new(EventKind.SessionEnded, "session_ended", Severity.Informational, "A session was ended."),
        new(EventKind.SessionsEnded, "sessions_ended", Severity.Notice, "All other sessions of an account were ended."),
        new(EventKind.RefreshTokenReused, "refresh_token_reused", Severity.Alert, "A refresh token was used twice, so two hold it; its session was ended."),
        new(EventKind.AccountChanged, "account_changed", Severity.Notice, "An account was changed."),
        new(EventKind.AccountDeleted, "account_deleted", Severity.Notice, "An account was deleted."),
        new(EventKind.AccountLocked, "account_locked", Severity.Warning, "An account was locked."),
        new(EventKind.AccountUnlocked, "account_unlocked", Severity.Notice, "An account was unlocked."),
        new(EventKind.AccountCreated, "account_created", Severity.Informational, "An account was made without a passkey."),
        new(EventKind.RecoveryCodesMade, "recovery_codes_made", Severity.Notice, "An account got new recovery codes."),
        new(EventKind.RecoveryUsed, "recovery_used", Severity.Warning, "A recovery code or link opened an account."),
        new(EventKind.RecoveryLinkMade, "recovery_link_made", Severity.Notice, "A link that recovers an account was made."),
        new(EventKind.TokenGenerated, "token_generated", Severity.Notice, "A backend had a sign-in token made without a passkey."),
        new(EventKind.TokenVerified, "token_verified", Severity.Informational, "A backend verified a token that no passkey made."),
        new(EventKind.AliasesChanged, "aliases_changed", Severity.Notice, "A backend gave a user other aliases."),
        new(EventKind.MagicLinkSent, "magic_link_sent", Severity.Informational, "A backend had a magic link sent."),
        new(EventKind.ProviderSignedIn, "provider_signed_in", Severity.Informational, "An identity provider signed somebody in."),
        new(EventKind.ProviderRefused, "provider_refused", Severity.Notice, "A sign-in at an identity provider was refused."),
        new(EventKind.IdentityLinked, "identity_linked", Severity.Notice, "An account can be entered by an identity provider from now on."),
        new(EventKind.IdentityUnlinked, "identity_unlinked", Severity.Notice, "An account can no longer be entered by an identity provider."),
        new(EventKind.EmailProven, "email_proven", Severity.Notice, "An account's address was proven for the first time."),
        new(EventKind.AppCreated, "app_created", Severity.Notice, "An app was made."),
        new(EventKind.AppChanged, "app_changed", Severity.Warning, "An app's settings were changed."),
        new(EventKind.AppLocked, "app_locked", Severity.Warning, "An app was locked."),
        new(EventKind.AppUnlocked, "app_unlocked", Severity.Warning, "An app was unlocked."),
        new(EventKind.UsersImported, "users_imported", Severity.Warning, "Users and passkeys came in from a file."),
        new(EventKind.UsersExported, "users_exported", Severity.Warning, "Users and passkeys were written to a file."),
        new(EventKind.KeyCreated, "key_created", Severity.Warning, "An API key was made."),
        new(EventKind.KeyLocked, "key_locked", Severity.Warning, "An API key was locked."),
        new(EventKind.KeyUnlocked, "key_unlocked", Severity.Warning, "An API key was unlocked."),
        new(EventKind.KeyDeleted, "key_deleted", Severity.Warning, "An API key was deleted."),
        new(EventKind.SecretFromBrowser, "secret_from_browser", Severity.Alert, "A browser sent a secret key: replace it."),
        new(EventKind.OperatorInvited, "operator_invited", Severity.Warning, "A link to become an operator was made."),
        new(EventKind.InvitationWithdrawn, "invitation_withdrawn", Severity.Notice, "A link to become an operator was withdrawn."),
        new(EventKind.OperatorJoined, "operator_joined", Severity.Alert, "Somebody became an operator."),
        new(EventKind.OperatorChanged, "operator_changed", Severity.Warning, "An operator got another role."),
        new(EventKind.OperatorRemoved, "operator_removed", Severity.Warning, "An operator was removed."),
        new(EventKind.PersonalDataRead, "personal_data_read", Severity.Informational, "An operator read what is known of people."),
        new(EventKind.WebhookCreated, "webhook_created", Severity.Warning, "A webhook was made: the app's events go there from now on."),
        new(EventKind.WebhookDeleted, "webhook_deleted", Severity.Warning, "A webhook was deleted."),
        new(EventKind.WebhookDisabled, "webhook_disabled", Severity.Alert, "A webhook failed for three days and is not tried any more."),
        new(EventKind.WebhookReplayed, "webhook_replayed", Severity.Warning, "A webhook was made to send events again."),
        new(EventKind.SigningKeyMade, "signing_key_made", Severity.Notice, "A key that signs access tokens was made."),
        new(EventKind.SigningKeyRetired, "signing_key_retired", Severity.Notice, "The private half of a key that signed access tokens was thrown away."),
        new(EventKind.Restored, "restored", Severity.Alert, "The database was restored from a backup."),
        new(EventKind.Moved, "moved", Severity.Alert, "The database was moved here from another."),
        new(EventKind.EpochRaised, "epoch_raised", Severity.Alert, "All sessions were ended, and tokens from before are refused."),
        new(EventKind.RootKeyChanged, "root_key_changed", Severity.Alert, "What a former root key had sealed was sealed anew under the one in force."),
        new(EventKind.RequestsRefused, "requests_refused", Severity.Notice, "Requests were refused and are counted together."),
    ];

    private static readonly FrozenDictionary<EventKind, EventName> s_byKind = All.ToFrozenDictionary(name => name.Kind);

    /// <summary>A kind that a newer program wrote has its number for a name.</summary>
    public static EventName Of(EventKind kind) =>
        s_byKind.GetValueOrDefault(kind) ?? new(kind, $"kind_{(int)kind}", Severity.Notice, "A newer version of the program recorded this.");
}
