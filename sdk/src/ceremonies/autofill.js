import { capabilities } from '../capabilities.js';
import { idle, takeTurn } from '../ceremony.js';
import { toBytes } from '../json.js';
import { assert, begin } from './signIn.js';

/** @import { PasskeyError } from '../errors.js' */
/** @import { Server } from '../http.js' */
/** @import { AutofillRequest } from '../types.js' */

const mostFailures = 6;
const longEnough = 10_000;

/**
 * Offers passkeys in the list that drops from the username field (`autocomplete="username webauthn"`).
 * Goes on until someone signs in: gives way to a button's dialog and comes back after it, renews its challenge
 * before it grows old, rests while the page is hidden. Does nothing where the browser cannot.
 * @param {Server} server
 * @param {AutofillRequest} request
 * @returns {() => void} ends it
 */
export function autofill(server, { onSignedIn, onError, onPicked, onUnsupported }) {
  const stop = new AbortController();

  (async () => {
    if (!(await capabilities()).conditionalGet) return onUnsupported?.();
    for (let failures = 0; failures < mostFailures && !stop.signal.aborted;) {
      await shown();
      if (await idle()) return; // another way in was quicker
      const started = performance.now();
      let picked = false;
      try {
        return onSignedIn(await offer(server, stop.signal, () => { picked = true; onPicked?.(); }));
      } catch (caught) {
        const error = /** @type {PasskeyError} */ (caught);
        if (stop.signal.aborted) return;
        if (picked) onError?.(error); // whoever did nothing has nothing to hear
        failures = error.code === 'aborted' || performance.now() - started > longEnough ? 0 : failures + 1;
        if (failures) await pause(error.retryAfter ?? 2 ** failures);
      }
    }
  })();

  return () => stop.abort();
}

/**
 * One offer, for three quarters of its challenge's life.
 * @param {Server} server
 * @param {AbortSignal} stop
 * @param {() => void} onPicked
 */
const offer = (server, stop, onPicked) => takeTurn(async (signal) => {
  const mediation = 'conditional';
  const begun = await begin(server, { mediation, signal });
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), renewalOf(begun.challengeToken));
  signal.addEventListener('abort', () => end.abort());
  const picked = () => { clearTimeout(timer); onPicked(); };
  try {
    return await assert(server, { mediation, signal: end.signal, onPicked: picked }, begun);
  } finally {
    clearTimeout(timer);
  }
}, stop);

/**
 * Milliseconds until a challenge is to be renewed; told by the token itself, not by this device's clock.
 * @param {string} token
 */
export function renewalOf(token) {
  const { iat, exp } = JSON.parse(new TextDecoder().decode(toBytes(token.split('.')[1] ?? '')));
  return (exp - iat) * 750;
}

/** @param {number} seconds */
const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

const shown = () => new Promise((resolve) => {
  const look = () => {
    if (document.visibilityState === 'hidden') return;
    document.removeEventListener('visibilitychange', look);
    resolve(undefined);
  };
  document.addEventListener('visibilitychange', look);
  look();
});
