import { createKeystile, messages } from '/sdk/index.js';
import { german } from '/sdk/messages.de.js';
import { language } from './language.js';

/** @import { SignedIn } from '/sdk/types.js' */

if (language === 'de') Object.assign(messages, german);

/** @type {SignedIn | null} */
let offered = null;

/** The one door of these pages to the server. */
export const keystile = createKeystile({ onOfferLocalPasskey: (answer) => { offered = answer; } });

/** Whether the sign-in just made was by a phone or a security key, and this device could hold a passkey of its own. */
export const wantsLocalPasskey = () => offered !== null;

/** A sign-in or a sign-out here is one in every tab. */
export const tabs = new BroadcastChannel('keystile');
