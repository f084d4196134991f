import { ask, takeTurn } from '../ceremony.js';
import { credentialJson, requestOptions } from '../json.js';

/** @import { Server } from '../http.js' */
/** @import { Begun, SessionDetails, StepUpRequest, User } from '../types.js' */

/**
 * Has one of the account's own passkeys answer again; for five minutes the session may do what needs that.
 * @param {Server} server
 * @param {StepUpRequest} [request]
 * @returns {Promise<{ user: User, session: SessionDetails }>}
 */
export const stepUp = (server, { purpose, signal } = {}) =>
  takeTurn(async (signal) => {
    /** @type {Begun<PublicKeyCredentialRequestOptionsJSON>} */
    const { publicKey, challengeToken } = await server.post('webauthn/stepup/begin', { purpose }, { signal });
    const credential = credentialJson(await ask('get', { publicKey: requestOptions(publicKey), signal }));
    return server.post('webauthn/stepup/complete', { challengeToken, credential }, { phase: 'verify' });
  }, signal);
