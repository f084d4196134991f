// The shapes that cross the wire. This file holds types alone: no browser ever loads it.

/**
 * @typedef {object} User
 * @property {string} id
 * @property {string} username
 * @property {string} displayName
 * @property {string} createdAt RFC 3339, UTC
 */

/**
 * @typedef {object} Passkey
 * @property {string} id
 * @property {string} credentialId
 * @property {string} name
 * @property {string} aaguid
 * @property {{ name: string, icon: string | null } | null} provider the password manager or security key that holds it, where it is known
 * @property {string} createdAt
 * @property {string | null} lastUsedAt
 * @property {string | null} lastUsedFrom
 * @property {boolean} synced true where the passkey is backed up, false where it lives on one device
 * @property {boolean} backupEligible
 * @property {string[]} transports
 * @property {boolean} current
 * @property {boolean} disabled true where an operator locked it: it signs in no more
 */

/**
 * @typedef {object} Tokens
 * @property {string} accessToken
 * @property {string} tokenType
 * @property {number} expiresIn seconds
 * @property {string} refreshToken
 */

/**
 * @typedef {object} SessionDetails
 * @property {string} id
 * @property {string[]} amr
 * @property {string} acr
 * @property {string} authTime
 * @property {{ until: string, purpose: string | null } | null} stepUp
 * @property {string} expiresAt
 */

/**
 * One thing the server asks the browser to tell the password manager (WebAuthn Level 3 §5.1.10).
 * @typedef {{ type: string, rpId: string, [member: string]: unknown }} Signal
 */

/**
 * @typedef {object} SignedIn
 * @property {User} user
 * @property {Passkey} passkey the passkey just made or used
 * @property {Tokens} [session] none where the app's sessions are in cookies alone: its setting `sessionTokens`
 * @property {Signal[]} [signals]
 * @property {string | null} [attachment] `cross-platform` where a phone or a security key answered
 */

/**
 * What a ceremony starts from.
 * @template T
 * @typedef {{ publicKey: T, challengeToken: string, expiresAt: string }} Begun
 */

/**
 * @typedef {object} CreateRequest
 * @property {string} username what the password manager shows beside the passkey
 * @property {string} [displayName] the person's name
 * @property {string} [name] a name for the passkey itself
 * @property {CredentialMediationRequirement} [mediation]
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} DialogRequest
 * @property {string} [username] empty: the browser shows every passkey it has for this site
 * @property {CredentialMediationRequirement} [mediation]
 * @property {string} [uiMode] handed to the browser as it is, such as `immediate`
 * @property {AbortSignal} [signal]
 */

/**
 * How to ask for a passkey: `modal` opens the browser's dialog, `autofill` waits for a pick from the username field's list,
 * `immediate` offers only what this device holds and else fails with `no_local_credential`, `auto` is `immediate` and then `modal`.
 * @typedef {DialogRequest & { mode?: 'modal' | 'autofill' | 'immediate' | 'auto' }} SignInRequest
 */

/**
 * @typedef {object} ConnectRequest
 * @property {string} [name] a name for the passkey
 * @property {'platform' | 'cross-platform'} [attachment] `platform`: on this device, as after `onOfferLocalPasskey`; any place where it is left out
 * @property {CredentialMediationRequirement} [mediation]
 * @property {boolean} [endOthers] in a session that recovers the account: whether all its other sessions end
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} Options
 * @property {string} [baseUrl] where Keystile answers; empty for the page's own origin
 * @property {string} [apiKey] the app's public key, for pages on the app's own origin: they hold tokens, not a cookie
 * @property {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} [storage] where those tokens outlive the page, such as `sessionStorage`; none by default
 * @property {() => string | null | undefined | Promise<string | null | undefined>} [accessToken] a token of the app's own identity provider, asked for before each call; see the app's setting `tokenIssuer`
 * @property {(answer: SignedIn) => void} [onOfferLocalPasskey] someone signed in with a phone or a security key, and this device could hold a passkey: offer one with `connect({ attachment: 'platform' })`
 */

/**
 * @typedef {object} StepUpRequest
 * @property {string} [purpose] what for, as the session will show it
 * @property {AbortSignal} [signal]
 */

/**
 * @typedef {object} AutofillRequest
 * @property {(answer: SignedIn) => void} onSignedIn
 * @property {(error: import('./errors.js').PasskeyError) => void} [onError] only for what a person did and should hear about
 * @property {() => void} [onPicked] a passkey was picked and the server is asked
 * @property {() => void} [onUnsupported] this browser has no such list
 */

/**
 * Where a ceremony failed: fetching its options, in the browser's dialog, or at the server's check.
 * @typedef {'options' | 'ceremony' | 'verify'} Phase
 */

export {};
