import { api } from '../lib/api.js';
import { el, icon } from '../lib/dom.js';
import { t } from '../lib/texts.js';
import { leaveFor } from './account.js';

/** @typedef {{ provider: string, name: string, startUrl: string }} Provider */

/** The providers this site lets people sign in with; none where it has none, or where the server does not say. @returns {Promise<Provider[]>} */
export async function providers() {
  try {
    return (await api.get('external')).items;
  } catch {
    return [];
  }
}

/**
 * A button that goes to the provider.
 * @param {Provider} provider @param {{ primary?: boolean, last?: boolean }} [look]
 */
export const providerButton = ({ provider, name, startUrl }, { primary, last } = {}) => el('button', {
  type: 'button', className: primary ? 'primary' : 'secondary',
  onclick: () => {
    leaveFor(provider);
    location.assign(startUrl);
  },
},
el('span', { textContent: t('continueWith', { provider: name }) }),
last && el('span', { className: 'badge', textContent: t('lastUsed') }));

/** @param {string} text @param {{ primary?: boolean }} [look] */
export const passkeyButton = (text, { primary = true } = {}) =>
  el('button', { type: 'button', className: primary ? 'primary' : 'secondary' }, icon('passkey'), el('span', { textContent: text }));
