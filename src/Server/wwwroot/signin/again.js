import { $, show } from '../lib/dom.js';
import { keystile } from '../lib/keystile.js';
import { createNotes } from '../lib/notes.js';
import { t } from '../lib/texts.js';
import { forgetAccount } from './account.js';
import { passkeyButton, providerButton } from './providers.js';

/** @import { SignedIn } from '/sdk/types.js' */
/** @import { KnownAccount } from './account.js' */
/** @import { Provider } from './providers.js' */

/**
 * Someone this browser knows: one tap to go on, by the way used last.
 * @param {KnownAccount} account @param {Provider[]} known
 * @param {{ onSignedIn: (answer: SignedIn) => void, onOther: () => void }} then
 */
export function showAgain({ username, displayName, method }, known, { onSignedIn, onOther }) {
  const notes = createNotes($('again'), () => keystile.abort());
  const last = known.find(({ provider }) => provider === method);
  const passkey = passkeyButton(t('signInAs', { name: username }), { primary: !last });
  passkey.addEventListener('click', async () => {
    const answer = await notes.act(passkey, t('waitingForSignIn'), () => keystile.signIn({ username, mode: 'auto' }), { cancelled: t('notSignedInAgain') });
    if (answer) onSignedIn(answer);
  });

  $('again-avatar').textContent = [...(displayName || username)][0] ?? '';
  $('again-name').textContent = displayName || username;
  $('again-username').textContent = displayName && displayName !== username ? username : '';
  $('again-ways').replaceChildren(...(last ? [providerButton(last, { primary: true, last: true }), passkey] : [passkey]));
  $('other').onclick = () => notes.busy || onOther();
  $('forget').onclick = () => {
    if (notes.busy) return;
    forgetAccount();
    onOther();
  };
  show('again');
  $('again-title').focus();
}
