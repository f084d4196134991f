using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

internal static partial class Operations
{
    private const Needs Change = Needs.Owner | Needs.Body;
    private const Needs Gravely = Needs.Owner | Needs.Raised;
    private const string App = "/admin/api/apps/{app}";
    private const string User = App + "/users/{user}";

    /// <summary>The console: operators only.</summary>
    private static IEnumerable<Operation> Console =>
    [
        new("POST /admin/api/invitation", "What a link to become an operator offers.", Begin) { Members = "invitation!", Refusals = [Problem.InvitationNotFound] },
        new("POST /admin/api/webauthn/register/begin", "Begin becoming an operator, by a link.", Begin)
        {
            Members = "invitation! username! displayName", Refusals = [Problem.InvitationNotFound, Problem.InvalidUsername, Problem.InvalidName],
        },
        new("POST /admin/api/webauthn/register/complete", "Become an operator.", Complete | Needs.Registration)
        {
            Members = Answered, Refusals = [Problem.InvitationNotFound, Problem.UsernameTaken, Problem.AccountLocked, Problem.InvalidName],
        },
        new("POST /admin/api/webauthn/authenticate/begin", "Begin signing in to the console.", Begin) { Members = "username mediation", Refusals = [Problem.InvalidUsername] },
        new("POST /admin/api/webauthn/authenticate/complete", "Sign in to the console.", Complete | Needs.Authentication)
        {
            Members = Asserted + " name", Refusals = [Problem.AccountLocked, Problem.PasskeyDisabled, Problem.InvalidName],
        },
        .. Own("/admin/api").Select(operation => operation with { Needs = (operation.Needs & ~Needs.Session) | Needs.Operator }),
        new("GET /admin/api/operator", "The operator that is signed in.", Needs.Operator),
        new("GET /admin/api/operators", "All operators.", Needs.Operator),
        new("PATCH /admin/api/operators/{id}", "Give an operator another role.", Change | Needs.Raised) { Members = "role:text!", Refusals = [Problem.LastOwner, Problem.NotFound] },
        new("DELETE /admin/api/operators/{id}", "Remove an operator.", Gravely) { Refusals = [Problem.LastOwner, Problem.NotFound] },
        new("GET /admin/api/invitations", "The links that are out.", Needs.Operator),
        new("POST /admin/api/invitations", "Make a link to become an operator, shown this once.", Change | Needs.Raised) { Members = "role:text!" },
        new("DELETE /admin/api/invitations/{id}", "Withdraw a link.", Needs.Owner) { Refusals = [Problem.NotFound] },
        new("GET /admin/api/apps", "All apps.", Needs.Operator),
        new("POST /admin/api/apps", "Make an app with its first keys, shown this once.", Change | Needs.Raised)
        {
            Members = "id:text! rpId:text! origins:strings! name settings:object", Refusals = [Problem.InvalidApp, Problem.AppExists],
        },
        new($"GET {App}", "An app with all its settings.", Needs.Operator) { Refusals = [Problem.NotFound] },
        new($"PATCH {App}", "Change an app; a setting of null goes back to its default.", Change | Needs.Raised)
        {
            Members = "name:text rpId:text origins:strings locked:boolean settings:object", Refusals = [Problem.InvalidApp, Problem.RpIdFixed, Problem.HomeFollowsPublicUrl, Problem.NotFound],
        },
        new($"GET {App}/keys", "The app's keys, without the keys themselves.", Needs.Operator),
        new($"POST {App}/keys", "Make a key, shown this once.", Change | Needs.Raised) { Members = "kind:text! scopes:strings", Refusals = [Problem.NotFound] },
        new($"PATCH {App}/keys/{{key}}", "Lock a key, or unlock it.", Change | Needs.Raised) { Members = "locked:boolean!", Refusals = [Problem.NotFound] },
        new($"DELETE {App}/keys/{{key}}", "Delete a key.", Gravely) { Refusals = [Problem.NotFound] },
        new($"GET {App}/webhooks", "The app's webhooks and how they fare, without their secrets.", Needs.Operator),
        new($"POST {App}/webhooks/{{webhook}}/replay", "Send again what happened since a time, or what waits; a webhook that was disabled works again.", Change) { Members = "since:time", Refusals = [Problem.NotFound] },
        new($"GET {App}/users", "The app's users, newest first; search narrows. Recorded.", Needs.Operator) { Refusals = [Problem.NotFound] },
        new($"GET {User}", "A user with passkeys and sessions. Recorded.", Needs.Operator) { Refusals = [Problem.NotFound] },
        new($"PATCH {User}", "Lock a user and end the sessions, or unlock.", Change | Needs.Raised) { Members = "locked:boolean!", Refusals = [Problem.NotFound] },
        new($"DELETE {User}", "Delete a user.", Gravely) { Refusals = [Problem.NotFound] },
        new($"DELETE {User}/sessions", "Sign a user out everywhere.", Needs.Owner) { Refusals = [Problem.NotFound] },
        new($"PATCH {User}/passkeys/{{passkey}}", "Lock a passkey, or unlock it.", Change | Needs.Raised) { Members = "locked:boolean!", Refusals = [Problem.NotFound] },
        new($"DELETE {User}/passkeys/{{passkey}}", "Delete a passkey, also the last.", Gravely) { Refusals = [Problem.NotFound] },
        new("GET /admin/api/events", "What happened, newest first. Recorded where it is about one person.", Needs.Operator) { Refusals = [Problem.InvalidRequest] },
        new("GET /admin/api/sign-ins", "Sign-ins by day or hour.", Needs.Operator) { Refusals = [Problem.InvalidRequest] },
        new($"POST {App}/playground/registration/begin", "Begin a registration that stores nothing.", Needs.Operator) { Refusals = [Problem.NotFound] },
        new($"POST {App}/playground/registration/complete", "How each step of §7.1 was judged.", Needs.Operator | Needs.Body)
        {
            Members = "challengeToken:text! credential:RegistrationResponseJSON!", Refusals = [Problem.NotFound, Problem.InvalidChallengeToken, Problem.ChallengeExpired],
        },
        new($"POST {App}/playground/authentication/begin", "Begin an authentication that grants nothing.", Needs.Operator | Needs.Body) { Members = "record:object", Refusals = [Problem.NotFound] },
        new($"POST {App}/playground/authentication/complete", "How each step of §7.2 was judged.", Needs.Operator | Needs.Body)
        {
            Members = "challengeToken:text! credential:AuthenticationResponseJSON! record:object", Refusals = [Problem.NotFound, Problem.InvalidChallengeToken, Problem.ChallengeExpired],
        },
    ];
}
