import { el, icon } from '../lib/dom.js';
import { t } from '../lib/texts.js';

/** @typedef {{ id: string, name: string, icon?: string | null }} Provider */

/** The providers this site lets people sign in with; none where it has none, or where the server does not say. @returns {Promise<Provider[]>} */
export async function providers() {
  try {
    const answer = await fetch('/api/external');
    return answer.ok ? (await answer.json()).items : [];
  } catch {
    return [];
  }
}

/**
 * A button that goes to the provider.
 * @param {Provider} provider @param {{ primary?: boolean, last?: boolean }} [look]
 */
export const providerButton = ({ id, name, icon: picture }, { primary, last } = {}) => el('button', {
  type: 'button', className: primary ? 'primary' : 'secondary',
  onclick: () => location.assign(`/api/external/${encodeURIComponent(id)}/start`),
},
picture ? el('img', { src: picture, alt: '' }) : null,
el('span', { textContent: t('continueWith', { provider: name }) }),
last && el('span', { className: 'badge', textContent: t('lastUsed') }));

/** @param {string} text @param {{ primary?: boolean }} [look] */
export const passkeyButton = (text, { primary = true } = {}) =>
  el('button', { type: 'button', className: primary ? 'primary' : 'secondary' }, icon('passkey'), el('span', { textContent: text }));
