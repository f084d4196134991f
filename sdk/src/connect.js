import { ask, takeTurn } from './ceremony.js';
import { creationOptions, credentialJson } from './json.js';

/** @import { Server } from './http.js' */
/** @import { Begun, ConnectRequest, Passkey } from './types.js' */

/**
 * Adds a passkey to the account that is signed in; its session goes on as it is.
 * @param {Server} server
 * @param {ConnectRequest} [request]
 * @returns {Promise<{ success: true, passkey: Passkey }>}
 */
export const connect = (server, { name, signal } = {}) =>
  takeTurn(async (signal) => {
    /** @type {Begun<PublicKeyCredentialCreationOptionsJSON>} */
    const { publicKey, challengeToken } = await server.post('webauthn/connect/options', {}, { signal });
    const credential = credentialJson(await ask('create', { publicKey: creationOptions(publicKey), signal }));
    return server.post('webauthn/connect/verify', { challengeToken, credential, name }, { phase: 'verify' });
  }, signal);
