import { api } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { el, icon } from '../lib/dom.js';
import { t } from '../lib/texts.js';
import { dated, moment } from '../lib/time.js';
import { raised } from './raised.js';
import { section } from './section.js';

/** @import { Account } from './main.js' */

/** @typedef {{ id: string, provider: string, name: string, email: string | null, createdAt: string, lastUsedAt: string }} Identity */

/** The identity providers that open the account; nothing at all where there are none. @param {Account} account */
export function identitySection(account) {
  const list = el('ul', { className: 'items', role: 'list' });
  const { element, notes } = section({ title: t('identitiesTitle'), lead: t('identitiesLead') }, list);
  element.hidden = true;

  async function load() {
    const { items } = await api.get('identities');
    list.replaceChildren(...items.map(row));
    element.hidden = items.length === 0;
  }

  /** @param {Identity} identity */
  const row = (identity) => el('li', {},
    el('div', { className: 'sign' }, icon('globe')),
    el('div', { className: 'about' },
      el('h3', { textContent: identity.name }),
      identity.email && el('p', { textContent: identity.email }),
      el('p', {}, dated(identity.lastUsedAt, t('usedLast', { when: moment(identity.lastUsedAt) })), ' · ', dated(identity.createdAt, t('linkedSince', { when: moment(identity.createdAt) })))),
    el('div', { className: 'tools' }, el('button', {
      type: 'button', className: 'quiet small risky', textContent: t('unlink'), 'aria-label': t('unlinkOf', { provider: identity.name }), onclick: () => unlink(identity),
    })));

  /** @param {Identity} identity */
  async function unlink({ id, name }) {
    const unlinked = await ask({
      title: t('unlinkTitle', { provider: name }), body: [t('unlinkText', { provider: name })], action: t('unlink'), danger: true, dismiss: t('cancel'),
      work: () => raised(account.name, 'unlink a provider', async () => { await api.delete(`identities/${id}`); return true; }),
    });
    if (!unlinked) return;
    await Promise.all([load(), account.reloadSessions()]);
    if (element.hidden) account.tell(t('unlinked', { provider: name }));
    else notes.calm(t('unlinked', { provider: name }));
  }

  return { element, load };
}
