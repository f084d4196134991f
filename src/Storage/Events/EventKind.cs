namespace Keystile.Storage;

/// <summary>What happened. The numbers are what rows hold: none is ever given another meaning.</summary>
/// <remarks>A kind more: its line here, and its name, severity and sentence in the server's table of kinds.</remarks>
public enum EventKind
{
    /// <summary>An account came to be, with its first passkey.</summary>
    Registered = 1,

    /// <summary>A registration was refused; the detail is the code.</summary>
    RegistrationRefused = 2,

    /// <summary>A passkey signed in.</summary>
    SignedIn = 3,

    /// <summary>A sign-in was refused; the detail is the code.</summary>
    SignInRefused = 4,

    /// <summary>An account got a passkey more.</summary>
    PasskeyConnected = 5,

    /// <summary>A passkey more was refused; the detail is the code.</summary>
    ConnectRefused = 6,

    /// <summary>A session was raised by a fresh proof; the detail is its purpose.</summary>
    SteppedUp = 7,

    /// <summary>A step-up was refused; the detail is the code.</summary>
    StepUpRefused = 8,

    /// <summary>A passkey's signature counter did not grow.</summary>
    SignCountRegressed = 9,

    /// <summary>A passkey got another name.</summary>
    PasskeyRenamed = 20,

    /// <summary>A passkey was deleted.</summary>
    PasskeyDeleted = 21,

    /// <summary>A passkey may not sign in until it is enabled.</summary>
    PasskeyDisabled = 22,

    /// <summary>A passkey may sign in again.</summary>
    PasskeyEnabled = 23,

    /// <summary>A session ended before its time.</summary>
    SessionEnded = 30,

    /// <summary>All of an account's other sessions ended.</summary>
    SessionsEnded = 31,

    /// <summary>A refresh token was used twice, which ended its session.</summary>
    RefreshTokenReused = 32,

    /// <summary>An account got another name or address; the detail says which.</summary>
    AccountChanged = 40,

    /// <summary>An account was deleted; the detail is its user handle where the app chose it.</summary>
    AccountDeleted = 41,

    /// <summary>An account was locked.</summary>
    AccountLocked = 42,

    /// <summary>An account was unlocked.</summary>
    AccountUnlocked = 43,

    /// <summary>An account came to be without a passkey; the detail says how.</summary>
    AccountCreated = 44,

    /// <summary>An account got new recovery codes; the former ones are void.</summary>
    RecoveryCodesMade = 50,

    /// <summary>A session opened that can only add a passkey; the detail says by what: code, link or operator.</summary>
    RecoveryUsed = 51,

    /// <summary>A link that recovers an account was made; the detail says how it goes out: mail or operator.</summary>
    RecoveryLinkMade = 52,

    /// <summary>A backend had a sign-in token made without a passkey.</summary>
    TokenGenerated = 60,

    /// <summary>A backend redeemed a token that no passkey made; the detail is its type.</summary>
    TokenVerified = 61,

    /// <summary>A backend gave a user other aliases.</summary>
    AliasesChanged = 62,

    /// <summary>A backend had a magic link sent.</summary>
    MagicLinkSent = 69,

    /// <summary>An identity provider signed somebody in; the detail is the provider.</summary>
    ProviderSignedIn = 70,

    /// <summary>A sign-in at an identity provider was refused; the detail is the code.</summary>
    ProviderRefused = 71,

    /// <summary>An account got another way in, at an identity provider; the detail is the provider.</summary>
    IdentityLinked = 72,

    /// <summary>An account's address was proven for the first time; the detail says whether what others had put into the account was removed.</summary>
    EmailProven = 73,

    /// <summary>An account can no longer be entered by an identity provider; the detail is the provider.</summary>
    IdentityUnlinked = 74,

    /// <summary>An app was made.</summary>
    AppCreated = 100,

    /// <summary>An app's settings changed; the detail says which.</summary>
    AppChanged = 101,

    /// <summary>An app was locked.</summary>
    AppLocked = 102,

    /// <summary>An app was unlocked.</summary>
    AppUnlocked = 103,

    /// <summary>Users and passkeys came in from a file.</summary>
    UsersImported = 104,

    /// <summary>Users and passkeys were written to a file.</summary>
    UsersExported = 105,

    /// <summary>A key was made.</summary>
    KeyCreated = 110,

    /// <summary>A key was locked.</summary>
    KeyLocked = 111,

    /// <summary>A key was unlocked.</summary>
    KeyUnlocked = 112,

    /// <summary>A key was deleted.</summary>
    KeyDeleted = 113,

    /// <summary>A browser sent a secret key.</summary>
    SecretFromBrowser = 114,

    /// <summary>An operator made a link for another; the detail is the role.</summary>
    OperatorInvited = 120,

    /// <summary>A link to become an operator was withdrawn.</summary>
    InvitationWithdrawn = 121,

    /// <summary>Somebody became an operator; the detail is the role.</summary>
    OperatorJoined = 122,

    /// <summary>An operator got another role, which is the detail.</summary>
    OperatorChanged = 123,

    /// <summary>An operator was removed; the detail is the name.</summary>
    OperatorRemoved = 124,

    /// <summary>An operator read what is known of people; the detail says what.</summary>
    PersonalDataRead = 130,

    /// <summary>A webhook was made; the detail is its id.</summary>
    WebhookCreated = 140,

    /// <summary>A webhook was deleted; the detail is its id.</summary>
    WebhookDeleted = 141,

    /// <summary>A webhook failed for days and is not tried any more; the detail is its id.</summary>
    WebhookDisabled = 142,

    /// <summary>A webhook was made to send again what it had sent, or what it could not; the detail is its id.</summary>
    WebhookReplayed = 143,

    /// <summary>A key that signs access tokens was made; the detail is its name.</summary>
    SigningKeyMade = 201,

    /// <summary>The private half of such a key was thrown away; the detail is its name.</summary>
    SigningKeyRetired = 202,

    /// <summary>The database was restored from a backup; the detail is when that was made, and how far the record of events had reached here.</summary>
    Restored = 210,

    /// <summary>The database was moved here from another.</summary>
    Moved = 211,

    /// <summary>The security epoch was raised: sessions ended, and tokens from before are refused.</summary>
    EpochRaised = 212,

    /// <summary>What a former root key had sealed was sealed anew under the one in force.</summary>
    RootKeyChanged = 213,

    /// <summary>Requests were refused and counted together; the detail is the code.</summary>
    RequestsRefused = 200,
}

/// <summary>Who did it.</summary>
public enum EventActor
{
    /// <summary>The account itself, or whoever claimed to be it.</summary>
    User = 1,

    /// <summary>A backend by its key.</summary>
    ApiKey = 2,

    /// <summary>An operator, by the console or the command line.</summary>
    Operator = 3,

    /// <summary>The server by itself.</summary>
    System = 4,
}
