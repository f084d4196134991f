import { recall, remember } from '../lib/store.js';

/** @typedef {{ username: string, displayName: string, method: string }} KnownAccount `method`: `passkey`, or the id of a provider */

/** The account that signed in last with this browser, unless someone had it forgotten. @returns {KnownAccount | null} */
export const knownAccount = () => recall('account');

/** @param {{ username: string, displayName: string }} user @param {string} method */
export const rememberAccount = ({ username, displayName }, method) => remember('account', { username, displayName, method });

export const forgetAccount = () => remember('account', null);

/** The person goes to a provider; the page they come back to asks which. @param {string} provider */
export const leaveFor = (provider) => sessionStorage.setItem('keystile.provider', provider);

/** The provider the person comes back from, once; null for nobody. */
export function backFrom() {
  const provider = sessionStorage.getItem('keystile.provider');
  sessionStorage.removeItem('keystile.provider');
  return provider;
}

const month = 30 * 24 * 60 * 60 * 1000;

/** Whether to offer a passkey on this device: not for 30 days after "not now", never after "don't ask again". */
export const mayOffer = () => Date.now() > (recall('offers') ?? 0);

export const offerLater = () => remember('offers', Date.now() + month);
export const offerNever = () => remember('offers', Number.MAX_SAFE_INTEGER);
