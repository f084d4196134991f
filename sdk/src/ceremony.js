import { PasskeyError, fromBrowser } from './errors.js';

/** @typedef {{ controller: AbortController, ended: Promise<boolean> }} Turn */

// A browser runs one WebAuthn request at a time, so a page has one turn and the newest call takes it.
/** @type {Turn | null} */
let current = null;

/** Ends the ceremony that runs now, if one does. */
export const abort = () => current?.controller.abort();

// A page in the back/forward cache must not hold the browser's one request.
globalThis.addEventListener?.('pagehide', abort);

/** Waits until nobody has the turn; true where the last one to have it succeeded. */
export async function idle() {
  let succeeded = false;
  while (current) succeeded = await current.ended;
  return succeeded;
}

/**
 * Runs one whole ceremony, from its challenge to the server's verdict, after ending the one before.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @param {AbortSignal} [signal] the caller's own way to end it
 * @returns {Promise<T>}
 */
export async function takeTurn(work, signal) {
  const before = current;
  before?.controller.abort();

  const controller = new AbortController();
  const follow = () => controller.abort();
  signal?.addEventListener('abort', follow);
  if (signal?.aborted) follow();

  /** @type {(succeeded: boolean) => void} */
  let end = () => {};
  const turn = current = { controller, ended: new Promise((resolve) => { end = resolve; }) };
  let succeeded = false;
  try {
    await before?.ended; // a browser refuses the second request until the first has let go
    if (controller.signal.aborted) throw new PasskeyError('aborted', 'options');
    const result = await work(controller.signal);
    succeeded = true;
    return result;
  } finally {
    signal?.removeEventListener('abort', follow);
    if (current === turn) current = null;
    end(succeeded);
  }
}

/**
 * Opens the browser's dialog and names what goes wrong in it.
 * @template {'create' | 'get'} Kind
 * @param {Kind} kind
 * @param {{ publicKey: any, signal?: AbortSignal, mediation?: CredentialMediationRequirement, uiMode?: string }} options
 */
export async function ask(kind, options) {
  if (!globalThis.PublicKeyCredential) throw new PasskeyError('not_supported', 'ceremony');
  const { publicKey } = options;
  const started = performance.now();
  try {
    const credential = await navigator.credentials[kind](options);
    if (credential) return credential;
    throw new DOMException('The browser answered with nothing.', 'NotAllowedError');
  } catch (error) {
    throw fromBrowser(error, {
      rpId: publicKey.rp?.id ?? publicKey.rpId,
      timeout: publicKey.timeout,
      immediate: options.uiMode === 'immediate',
      elapsed: performance.now() - started,
    });
  }
}
