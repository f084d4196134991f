/** @import { Signal } from './types.js' */

/** @type {Record<string, string>} */
const methodOf = {
  unknownCredential: 'signalUnknownCredential',
  allAcceptedCredentials: 'signalAllAcceptedCredentials',
  currentUserDetails: 'signalCurrentUserDetails',
};

/**
 * Keeps the password manager in step, where the browser can (WebAuthn Level 3 §5.1.10).
 * Only at the server's word: a lost answer is no proof that a passkey is unknown.
 * @param {Signal[]} [signals]
 */
export function run(signals = []) {
  for (const { type, ...options } of signals) {
    const method = /** @type {any} */ (globalThis.PublicKeyCredential)?.[methodOf[type] ?? ''];
    // Nobody waits for it and nobody can mend it: a signal that fails is dropped.
    Promise.resolve().then(() => method?.call(PublicKeyCredential, options)).catch(() => {});
  }
}
