import { $, show } from './dom.js';
import { fill, texts } from './texts.js';

/** @import { Passkey, User } from '/sdk/types.js' */

/**
 * Shows who is signed in and, right after a ceremony, the passkey that did it.
 * @param {User} user
 * @param {{ passkey?: Passkey, title?: string }} [after]
 */
export function showSignedIn(user, { passkey, title = texts.signedIn } = {}) {
  $('signed-in-title').textContent = title;
  $('signed-in-as').textContent = fill(texts.signedInAs, { name: user.displayName || user.username });
  $('passkey').hidden = !passkey;
  if (passkey) describe(passkey);
  show('signed-in');
  $('signed-in-title').focus();
}

/** @param {Passkey} passkey */
function describe({ name, provider, synced, createdAt, lastUsedAt }) {
  $('passkey-name').textContent = name || provider?.name || '';
  $('passkey-used').textContent = lastUsedAt ? fill(texts.used, { when: moment(lastUsedAt) }) : fill(texts.created, { when: moment(createdAt) });
  $('passkey-badge').textContent = synced ? texts.synced : texts.deviceOnly;
}

/** @param {string} time */
const moment = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
