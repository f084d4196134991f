import { ask, takeTurn } from '../ceremony.js';
import { creationOptions, credentialJson } from '../json.js';

/** @import { Server } from '../http.js' */
/** @import { Begun, CreateRequest, SignedIn } from '../types.js' */

/**
 * Makes a new account with its first passkey and signs it in.
 * @param {Server} server
 * @param {CreateRequest} request
 * @returns {Promise<SignedIn>}
 */
export const createPasskey = (server, { username, displayName, name, mediation, signal }) =>
  takeTurn(async (signal) => {
    /** @type {Begun<PublicKeyCredentialCreationOptionsJSON>} */
    const { publicKey, challengeToken } = await server.post('webauthn/register/begin', { username, displayName, mediation }, { signal });
    const credential = credentialJson(await ask('create', { publicKey: creationOptions(publicKey), mediation, signal }));
    // From here on there is no way back: the passkey exists, so the server must hear of it.
    const answer = await server.post('webauthn/register/complete', { challengeToken, credential, name }, { phase: 'verify' });
    return { ...answer, attachment: credential.authenticatorAttachment };
  }, signal);
