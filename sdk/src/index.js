import { autofill } from './ceremonies/autofill.js';
import { capabilities, isSupported } from './capabilities.js';
import { abort } from './ceremony.js';
import { connect, upgrade } from './ceremonies/connect.js';
import { server } from './http.js';
import { signIn } from './ceremonies/modes.js';
import { passkeys } from './passkeys.js';
import { createPasskey } from './ceremonies/register.js';
import { session } from './session.js';
import { stepUp } from './ceremonies/stepUp.js';
import { tokenKeeper } from './tokens.js';

export { PasskeyError } from './errors.js';
export { messages } from './messages.js';

/** @import { Server } from './http.js' */
/** @import { AutofillRequest, ConnectRequest, CreateRequest, Options, SignInRequest, StepUpRequest } from './types.js' */

/**
 * The browser side of Keystile.
 * @example
 * const keystile = createKeystile();
 * const { user } = await keystile.createPasskey({ username: 'ada' });
 * await keystile.session.signOut();
 * await keystile.signIn();
 * @param {Options} [options] the defaults fit a page that Keystile itself serves
 */
export function createKeystile({ baseUrl = '', apiKey, storage, accessToken, onOfferLocalPasskey } = {}) {
  /** @type {Server} */
  const door = { ...server(baseUrl, apiKey, apiKey ? tokenKeeper(`keystile:${apiKey}`, storage) : undefined, accessToken), onOfferLocalPasskey };
  return {
    /** @param {CreateRequest} request */
    createPasskey: (request) => createPasskey(door, request),
    /** @param {SignInRequest} [request] */
    signIn: (request) => signIn(door, request),
    /** @param {AutofillRequest} request */
    autofill: (request) => autofill(door, request),
    /** @param {ConnectRequest} [request] */
    connect: (request) => connect(door, request),
    /** @param {StepUpRequest} [request] */
    stepUp: (request) => stepUp(door, request),
    /** @param {ConnectRequest} [request] */
    upgrade: (request) => upgrade(door, request),
    passkeys: passkeys(door),
    session: session(door),
    abort,
    capabilities,
    isSupported,
  };
}
