import { capabilities } from '../capabilities.js';
import { ask, takeTurn } from '../ceremony.js';
import { credentialJson, requestOptions } from '../json.js';

/** @import { PasskeyError } from '../errors.js' */
/** @import { Server } from '../http.js' */
/** @import { Begun, DialogRequest, SignedIn } from '../types.js' */

/** @typedef {Begun<PublicKeyCredentialRequestOptionsJSON>} BegunSignIn */

/**
 * Signs in by the browser's dialog: with a passkey of the account named, or, without a username, any the person picks.
 * @param {Server} server
 * @param {DialogRequest} request
 * @returns {Promise<SignedIn>}
 */
export const dialog = (server, request) =>
  takeTurn(async (signal) => assert(server, { ...request, signal }, await begin(server, { ...request, signal })), request.signal);

/**
 * @param {Server} server
 * @param {DialogRequest} request
 * @returns {Promise<BegunSignIn>}
 */
export const begin = (server, { username, mediation, signal }) =>
  server.post('webauthn/authenticate/begin', { username: username || undefined, mediation }, { signal });

/**
 * Has the passkey answer and the server judge. A challenge that grew too old on the way is renewed once, unseen.
 * @param {Server} server
 * @param {DialogRequest & { onPicked?: () => void }} request
 * @param {BegunSignIn} begun
 * @returns {Promise<SignedIn>}
 */
export async function assert(server, request, { publicKey, challengeToken }, renew = true) {
  const { mediation, uiMode, signal } = request;
  const credential = credentialJson(await ask('get', { publicKey: requestOptions(publicKey), mediation, signal, ...(uiMode && { uiMode }) }));
  request.onPicked?.();
  const attachment = credential.authenticatorAttachment;
  try {
    const answer = { ...await server.post('webauthn/authenticate/complete', { challengeToken, credential }, { phase: 'verify' }), attachment };
    if (attachment === 'cross-platform' && (await capabilities()).userVerifyingPlatformAuthenticator) server.onOfferLocalPasskey?.(answer);
    return answer;
  } catch (error) {
    if (!renew || /** @type {PasskeyError} */ (error).code !== 'challenge_expired') throw error;
    const again = { ...request, mediation: undefined, uiMode: undefined };
    return assert(server, again, await begin(server, again), false);
  }
}
