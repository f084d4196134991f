import { capabilities } from '../capabilities.js';
import { ask, takeTurn } from '../ceremony.js';
import { creationOptions, credentialJson } from '../json.js';

/** @import { Server } from '../http.js' */
/** @import { Begun, ConnectRequest, Passkey } from '../types.js' */

/**
 * Adds a passkey to the account that is signed in; its session goes on as it is.
 * @param {Server} server
 * @param {ConnectRequest} [request]
 * @returns {Promise<{ success: true, passkey: Passkey }>}
 */
export const connect = (server, { name, attachment, mediation, endOthers, signal } = {}) =>
  takeTurn(async (signal) => {
    /** @type {Begun<PublicKeyCredentialCreationOptionsJSON>} */
    const { publicKey, challengeToken } = await server.post('webauthn/connect/options', { attachment, mediation }, { signal });
    const credential = credentialJson(await ask('create', { publicKey: creationOptions(publicKey), mediation, signal }));
    return server.post('webauthn/connect/verify', { challengeToken, credential, name, endOthers }, { phase: 'verify' });
  }, signal);

/**
 * Right after a sign-in by another way: lets the password manager that filled it in keep a passkey too, without a question.
 * Nothing happens where the browser or the password manager would rather not.
 * @param {Server} server
 * @param {ConnectRequest} [request]
 * @returns {Promise<Passkey | null>}
 */
export async function upgrade(server, request) {
  if (!(await capabilities()).conditionalCreate) return null;
  return connect(server, { ...request, mediation: 'conditional' }).then(({ passkey }) => passkey, () => null);
}
