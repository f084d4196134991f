import { autofill } from './autofill.js';
import { capabilities } from '../capabilities.js';
import { PasskeyError } from '../errors.js';
import { dialog } from './signIn.js';

/** @import { Server } from '../http.js' */
/** @import { SignInRequest, SignedIn } from '../types.js' */

/**
 * Signs in, by the way the mode names.
 * @param {Server} server
 * @param {SignInRequest} [request]
 * @returns {Promise<SignedIn>}
 */
export const signIn = (server, { mode = 'modal', ...request } = {}) =>
  mode === 'modal' ? dialog(server, request)
    : mode === 'autofill' ? fromAutofill(server, request)
      : immediately(server, request, mode === 'auto');

/**
 * With a passkey that this device holds, by one tap; where there is none, `auto` goes on to the dialog.
 * @param {Server} server
 * @param {Omit<SignInRequest, 'mode'>} request
 * @param {boolean} auto
 */
async function immediately(server, request, auto) {
  const can = !request.username && (await capabilities()).immediateGet;
  if (!can && auto) return dialog(server, request);
  if (!can) throw new PasskeyError('no_local_credential', 'options');
  try {
    return await dialog(server, { ...request, uiMode: 'immediate' });
  } catch (error) {
    // Answered at once, nobody has seen anything yet; later, somebody has said no.
    if (auto && error instanceof PasskeyError && error.code === 'no_local_credential' && error.hint === 'blocked') return dialog(server, request);
    throw error;
  }
}

/**
 * @param {Server} server
 * @param {Omit<SignInRequest, 'mode'>} request
 * @returns {Promise<SignedIn>}
 */
const fromAutofill = (server, { signal }) => new Promise((onSignedIn, reject) => {
  const stop = autofill(server, { onSignedIn, onUnsupported: () => reject(new PasskeyError('not_supported', 'options')) });
  signal?.addEventListener('abort', () => { stop(); reject(new PasskeyError('aborted', 'options')); });
});
