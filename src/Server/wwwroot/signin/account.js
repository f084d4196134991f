import { recall, remember } from '../lib/store.js';

/** @import { User } from '/sdk/types.js' */

/** @typedef {{ username: string, displayName: string, method: string }} KnownAccount `method`: `passkey`, or the id of a provider */

/** The account that signed in last with this browser, unless someone had it forgotten. @returns {KnownAccount | null} */
export const knownAccount = () => recall('account');

/** @param {User} user @param {string} method */
export const rememberAccount = ({ username, displayName }, method) => remember('account', { username, displayName, method });

export const forgetAccount = () => remember('account', null);

const month = 30 * 24 * 60 * 60 * 1000;

/** Whether to offer a passkey on this device: not for 30 days after "not now", never after "don't ask again". */
export const mayOffer = () => Date.now() > (recall('offers') ?? 0);

export const offerLater = () => remember('offers', Date.now() + month);
export const offerNever = () => remember('offers', Number.MAX_SAFE_INTEGER);
