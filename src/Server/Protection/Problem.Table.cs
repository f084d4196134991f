namespace Keystile.Server.Protection;

internal sealed partial record Problem
{
    // One line a problem: status, code, sentence with the mend.
    public static readonly Problem MalformedJson = new(400, "malformed_json", "The body is not one JSON object in UTF-8 with each member at most once. Send what JSON.stringify makes.");
    public static readonly Problem InvalidRequest = new(400, "invalid_request", "A member of the body is missing or has the wrong type.");
    public static readonly Problem InvalidUsername = new(400, "invalid_username", "A username has 1 to 254 letters, digits, marks of ASCII or single spaces between them. Choose another.");
    public static readonly Problem InvalidName = new(400, "invalid_name", "A name has 1 to 100 characters and none that cannot be seen. Choose another.");
    public static readonly Problem InvalidChallengeToken = new(400, "invalid_challenge_token", "The challenge token is not one that was issued here for this ceremony. Begin again.");
    public static readonly Problem ChallengeExpired = new(400, "challenge_expired", "The challenge has expired. Begin again.");
    public static readonly Problem ChallengeUsed = new(400, "challenge_used", "The challenge was answered before; each one is good for a single attempt. Begin again.");
    public static readonly Problem MissingToken = new(400, "missing_token", "The token is missing. Send the one that was issued.");
    public static readonly Problem InvalidToken = new(400, "invalid_token", "The token was not issued here for this app and this call, or was used before. Begin again.");
    public static readonly Problem InvalidTokenFormat = new(400, "invalid_token_format", "The token cannot be read. Send it as it was issued, whole.");
    public static readonly Problem ExpiredToken = new(403, "expired_token", "The token has expired. Begin again.");
    public static readonly Problem InvalidRpId = new(400, "invalid_rpid", "The RP ID is not the app's. Set the client's rpid to the RP ID of the app.");
    public static readonly Problem UnknownPurpose = new(400, "unknown_purpose", "The app knows no such purpose. Use sign-in, step-up, or one that the backend has added.");
    public static readonly Problem InvalidRegistration = new(400, "fido2_invalid_registration", "The new passkey was refused.");
    public static readonly Problem SignInRefused = new(400, "signin_complete_error", "The sign-in was refused.");
    public static readonly Problem BodyTooLarge = new(413, "body_too_large", "The body is larger than 64 KiB.");
    public static readonly Problem UnsupportedMediaType = new(415, "unsupported_media_type", "Send the body as application/json.");
    public static readonly Problem BadRequest = new(400, "bad_request", "The request is not valid HTTP.");
    public static readonly Problem HostNotAllowed = new(400, "host_not_allowed", "The server does not answer to this host name. Use the public URL, or name the host in KEYSTILE_ALLOWED_HOSTS.");
    public static readonly Problem RequestTimeout = new(408, "request_timeout", "The request arrived too slowly. Send it again.");
    public static readonly Problem OriginNotAllowed = new(403, "origin_not_allowed", "The Origin header is not one of the app's origins. Compare them letter by letter, and open the page at the app's own address.");
    public static readonly Problem OriginMissing = new(403, "origin_missing", "A request that carries the session cookie must carry an Origin header. Call it by fetch() from the app's own page.");
    public static readonly Problem CrossSiteRequest = new(403, "cross_site_request", "The browser says that another site sent this request.");
    public static readonly Problem NotSignedIn = new(401, "not_signed_in", "There is no live session. Sign in and try again.");
    public static readonly Problem InvalidApiKey = new(401, "invalid_api_key", "This call needs a live key of the right kind: ApiKey with a public key, or ApiSecret with a secret. Compare it letter by letter.");
    public static readonly Problem ApiKeyLocked = new(403, "api_key_locked", "The key is locked. Unlock it, or use another key of the app.");
    public static readonly Problem ApiKeyScope = new(403, "api_key_scope", "The key may not be used for this. Use one with the scope, or make one.");
    public static readonly Problem AppLocked = new(403, "app_locked", "The app is locked. Ask whoever runs this server.");
    public static readonly Problem SecretFromBrowser = new(403, "secret_from_browser", "A secret was sent by a browser, where anybody can read it. Lock it, make a new one, and keep that one on the backend.");
    public static readonly Problem SignUpOff = new(403, "sign_up_off", "This app takes no new accounts this way. Ask whoever runs the site for one, or set the app's signUp to true.");
    public static readonly Problem GeneratedTokensOff = new(403, "generated_tokens_off", "The app makes no sign-in tokens without a passkey. Set its generatedTokens to true.");
    public static readonly Problem InvalidRefreshToken = new(401, "invalid_refresh_token", "The refresh token is unknown, expired or was used before. Sign in again.");
    public static readonly Problem NotYourAccount = new(403, "not_your_account", "That is not the account that is signed in. Sign in to it first.");
    public static readonly Problem StepUpRequired = new(403, "step_up_required", "This needs a fresh proof that it is you. Step up with one of the account's passkeys, then try again.");
    public static readonly Problem NoPasskey = new(409, "no_passkey", "The account has no passkey to prove itself by. Connect one first.");
    public static readonly Problem LastCredential = new(409, "last_credential", "This is the account's last passkey. Connect another first, or say ?force=true and lose this way in.");
    public static readonly Problem PasskeyLimit = new(409, "passkey_limit", "The account has as many passkeys as it may have. Delete one that is no longer used.");
    public static readonly Problem AliasConflict = new(409, "alias_conflict", "An alias is another user's already. Choose others; nothing was changed.");
    public static readonly Problem PurposeTaken = new(409, "purpose_taken", "The app has this purpose already, or as many as it may have. Change it instead.");
    public static readonly Problem UsernameTaken = new(409, "username_taken", "An account with this username exists. Sign in, or choose another name.");
    public static readonly Problem AccountLocked = new(403, "account_locked", "The account is locked. Ask whoever runs this site.");
    public static readonly Problem PasskeyDisabled = new(403, "passkey_disabled", "This passkey may not sign in at the moment. Use another one.");
    public static readonly Problem RateLimited = new(429, "rate_limited", "Too many attempts. Wait a moment and try again.");
    public static readonly Problem NotFound = new(404, "not_found", "There is nothing at this address.");
    public static readonly Problem MethodNotAllowed = new(405, "method_not_allowed", "This address does not answer to that method.");
    public static readonly Problem DatabaseUnavailable = new(503, "database_unavailable", "The database does not answer. Nothing was changed; try again in a moment.") { RetryAfter = 1 };
    public static readonly Problem InternalError = new(500, "internal_error", "Something broke on our side. Quote the request id to whoever runs this site.");
}
