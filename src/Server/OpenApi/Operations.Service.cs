using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

internal static partial class Operations
{
    private const Needs Page = Needs.Body | Needs.PublicKey | Needs.ServiceToken | Needs.Origin | Needs.Limits;
    private const Needs Backend = Needs.Body | Needs.SecretKey;
    private const string Purpose = "purpose:text! userVerification userVerificationRequirement timeToLive:any hints:any";

    /// <summary>The customer owns users: the calls that clients of passwordless.dev make.</summary>
    private static IEnumerable<Operation> Service =>
    [
        new("POST /register/token", "A token by which a user may register a passkey.", Backend | Needs.Limits)
        {
            Members = "userId:any! username! displayName attestation authenticatorType discoverable:boolean userVerification expiresAt:time aliases:strings aliasHashing:boolean hints:strings", Refusals = [Problem.AliasConflict],
        },
        new("POST /register/begin", "Begin registering a passkey.", Page) { Members = "token! RPID Origin", Refusals = [Problem.InvalidRpId, Problem.PasskeyLimit] },
        new("POST /register/complete", "Register the passkey; the token proves it to the backend.", Page | Needs.Registration)
        {
            Members = "session! response:RegistrationResponseJSON! nickname RPID Origin", Refusals = [Problem.InvalidRpId, Problem.InvalidRegistration, Problem.PasskeyLimit, Problem.AccountLocked, Problem.InvalidName, Problem.AliasConflict],
        },
        new("POST /signin/begin", "Begin a sign-in.", Page) { Members = "userId:any alias token RPID Origin purpose", Refusals = [Problem.InvalidRpId, Problem.UnknownPurpose] },
        new("POST /signin/complete", "Complete a sign-in; the token proves it to the backend.", Page | Needs.Authentication)
        {
            Members = "session! response:AuthenticationResponseJSON! RPID Origin", Refusals = [Problem.InvalidRpId, Problem.SignInRefused, Problem.AccountLocked, Problem.PasskeyDisabled],
        },
        new("POST /signin/token", "A token that binds a sign-in to one user.", Backend) { Members = "userId:any!" },
        new("POST /signin/generate-token", "A sign-in token without a passkey.", Backend) { Members = "userId:any! timeToLive:integer purpose", Refusals = [Problem.UnknownPurpose, Problem.GeneratedTokensOff] },
        new("POST /signin/verify", "What a token proves, once.", Backend | Needs.ServiceToken)
        {
            Members = "token!",
            Answer = "userId:text! timestamp:time! rpId:text! rpid:text! origin success:boolean! device country:text! nickname credentialId:text! purpose:text! expiresAt:time! tokenId:text! type:text!",
        },
        new("POST /magic-links/send", "Mail a link that signs a user in.", Backend | Needs.Limits)
        {
            Members = "emailAddress:text! urlTemplate:text! userId:any! timeToLive:integer", Refusals = [Problem.MailNotSet, Problem.MagicLinksOff, Problem.InvalidEmail, Problem.MailUnavailable],
        },
        new("POST /alias", "Replace a user's aliases.", Backend) { Members = "userId:any! aliases:strings! hashing:boolean", Refusals = [Problem.AliasConflict] },
        new("GET /alias/list", "A user's aliases.", Needs.SecretKey) { Refusals = [Problem.InvalidRequest] },
        new("GET /credentials/list", "A user's passkeys.", Needs.SecretKey) { Answer = "values:list!", Refusals = [Problem.InvalidRequest] },
        new("POST /credentials/list", "A user's passkeys.", Backend) { Members = "userId:any!", Answer = "values:list!" },
        new("POST /credentials/delete", "Delete a passkey.", Backend) { Members = "credentialId:text!", Refusals = [Problem.NotFound] },
        new("GET /users/list", "The app's users, in the order they came.", Needs.SecretKey) { Refusals = [Problem.InvalidRequest] },
        new("GET /users/count", "How many users the app has.", Needs.SecretKey),
        new("POST /users/delete", "Delete a user with passkeys.", Backend) { Members = "userId:any!" },
        new("GET /events", "What happened in the app, newest first.", Needs.SecretKey) { Refusals = [Problem.InvalidRequest] },
        new("GET /auth-configs/list", "What sign-ins can be for.", Needs.SecretKey),
        new("POST /auth-configs/add", "Add a purpose.", Backend) { Members = Purpose, Refusals = [Problem.PurposeTaken] },
        new("POST /auth-configs", "Change a purpose.", Backend) { Members = Purpose, Refusals = [Problem.UnknownPurpose] },
        new("POST /auth-configs/delete", "Delete a purpose.", Backend) { Members = "purpose:text!", Refusals = [Problem.PurposeTaken, Problem.UnknownPurpose] },
    ];
}
