using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

internal static partial class Operations
{
    private const Needs Begin = Needs.Body | Needs.Limits | Needs.Origin;
    private const Needs Complete = Begin | Needs.Token;
    private const string Answered = "challengeToken:text! credential:RegistrationResponseJSON! name endOthers:boolean";
    private const string Asserted = "challengeToken:text! credential:AuthenticationResponseJSON!";

    /// <summary>Keystile owns users and sessions.</summary>
    private static IEnumerable<Operation> Account =>
    [
        new("POST /api/webauthn/register/begin", "Begin signing up.", Begin) { Members = "username! displayName mediation", Refusals = [Problem.InvalidUsername, Problem.InvalidName, Problem.SignUpOff] },
        new("POST /api/webauthn/register/complete", "Make the account, its passkey and its session.", Complete | Needs.Registration)
        {
            Members = Answered, Refusals = [Problem.UsernameTaken, Problem.InvalidName, Problem.AccountLocked, Problem.SignUpOff],
        },
        new("POST /api/webauthn/authenticate/begin", "Begin signing in, by name or with any passkey.", Begin) { Members = "username mediation", Refusals = [Problem.InvalidUsername] },
        new("POST /api/webauthn/authenticate/complete", "Sign in.", Complete | Needs.Authentication) { Members = Asserted + " name", Refusals = [Problem.AccountLocked, Problem.PasskeyDisabled, Problem.InvalidName] },
        .. Own("/api"),
        new("POST /api/session/refresh", "Fresh tokens for a refresh token or the cookie.", Begin | Needs.Session) { Members = "refreshToken", Refusals = [Problem.InvalidRefreshToken, Problem.SessionTokensOff] },
        new("GET /api/account", "The account that is signed in.", Needs.Session),
        new("PATCH /api/account", "Change the account's names.", Needs.Session | Needs.Body | Needs.Raised | Needs.Limits)
        {
            Members = "username displayName email", Refusals = [Problem.InvalidUsername, Problem.InvalidName, Problem.UsernameTaken, Problem.InvalidEmail, Problem.EmailTaken, Problem.MailUnavailable, Problem.MailNotSet],
        },
        new("POST /api/account/email/verify", "Prove that an address is the account's, by the link in the mail.", Needs.Session | Needs.Body | Needs.Limits) { Members = "token!", Refusals = [Problem.InvalidLink, Problem.EmailTaken] },
        new("GET /api/recovery/codes", "How many recovery codes are left.", Needs.Session),
        new("POST /api/recovery/codes", "Make ten recovery codes, shown this once.", Needs.Session | Needs.Raised),
        new("POST /api/recovery/redeem", "Open a session that can only add a passkey, by a recovery code.", Begin) { Members = "username! code!", Refusals = [Problem.InvalidUsername, Problem.InvalidRecoveryCode, Problem.AccountLocked] },
        new("POST /api/recovery/link", "Ask for a recovery link by mail; the answer tells nobody who exists.", Begin) { Members = "email username", Refusals = [Problem.MailNotSet, Problem.MailUnavailable, Problem.InvalidEmail, Problem.InvalidUsername] },
        new("POST /api/recovery/link/redeem", "Open a session that can only add a passkey, by a link.", Begin) { Members = "token!", Refusals = [Problem.InvalidLink, Problem.OtherBrowser, Problem.AccountLocked] },
        new("GET /api/identities", "Where the account may sign in besides.", Needs.Session),
        new("DELETE /api/identities/{id}", "Unlink an identity provider.", Needs.Session | Needs.Raised) { Refusals = [Problem.LastWayIn, Problem.NotFound] },
        new("GET /api/external", "The app's identity providers."),
        new("GET /api/external/{provider}/start", "Go to an identity provider.", Needs.Limits) { Redirects = true, Refusals = [Problem.UnknownProvider, Problem.ReturnNotAllowed, Problem.InvalidCodeChallenge, Problem.SessionTokensOff] },
        new("GET /api/external/{provider}/callback", "Come back from an identity provider.", Needs.Limits) { Redirects = true },
        new("POST /api/external/redeem", "Sign in with the code that an app's page was given.", Begin | Needs.ServiceToken) { Members = "code! codeVerifier!", Refusals = [Problem.ExternalStateInvalid, Problem.AccountLocked, Problem.SessionTokensOff] },
        new("DELETE /api/account", "Delete the account.", Needs.Session | Needs.Raised),
    ];

    /// <summary>What whoever is signed in does with session and passkeys: an account of an app, or an operator.</summary>
    private static Operation[] Own(string below) =>
    [
        new($"POST {below}/webauthn/connect/options", "Begin adding a passkey to the account that is signed in.", Begin | Needs.Session | Needs.Raised)
        {
            Members = "email username attachment mediation", Refusals = [Problem.NotYourAccount, Problem.PasskeyLimit, Problem.FreshSignInRequired],
        },
        new($"POST {below}/webauthn/connect/verify", "Add the passkey.", Complete | Needs.Session | Needs.Raised | Needs.Registration) { Members = Answered, Refusals = [Problem.InvalidName, Problem.PasskeyLimit] },
        new($"POST {below}/webauthn/stepup/begin", "Begin proving anew that it is the person.", Begin | Needs.Session) { Members = "purpose", Refusals = [Problem.NoPasskey, Problem.InvalidName] },
        new($"POST {below}/webauthn/stepup/complete", "Raise the session for five minutes.", Complete | Needs.Session | Needs.Authentication)
        {
            Members = Asserted + " name", Refusals = [Problem.AccountLocked, Problem.PasskeyDisabled, Problem.InvalidName],
        },
        new($"GET {below}/session", "Who is signed in, how and until when.", Needs.Session),
        new($"DELETE {below}/session", "Sign out.", Needs.Session),
        new($"GET {below}/sessions", "Where the account is signed in.", Needs.Session),
        new($"DELETE {below}/sessions", "End all other sessions.", Needs.Session),
        new($"DELETE {below}/sessions/{{id}}", "End one session.", Needs.Session) { Refusals = [Problem.NotFound] },
        new($"GET {below}/passkeys", "The account's passkeys.", Needs.Session),
        new($"PATCH {below}/passkeys/{{id}}", "Name a passkey.", Needs.Session | Needs.Body) { Members = "name!", Refusals = [Problem.InvalidName, Problem.NotFound] },
        new($"DELETE {below}/passkeys/{{id}}", "Delete a passkey.", Needs.Session | Needs.Raised) { Refusals = [Problem.LastCredential, Problem.NotFound] },
    ];
}
