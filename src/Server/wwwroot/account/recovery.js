import { api } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { el } from '../lib/dom.js';
import { field, refuse } from '../lib/field.js';
import { t } from '../lib/texts.js';
import { showCodes } from './codes.js';
import { row } from './details.js';
import { raised } from './raised.js';
import { section } from './section.js';

/** @import { Account } from './main.js' */

/** What helps when no passkey is at hand: codes on paper, and a mailbox. @param {Account} account */
export function recoverySection(account) {
  const rows = el('ul', { className: 'items plain', role: 'list' });
  const { element, notes } = section({ title: t('recoveryTitle'), lead: t('recoveryLead') }, rows);

  async function load() {
    const { left } = await api.get('recovery/codes');
    const { email, emailVerified, pendingEmail } = account.data;
    const codes = left === 0 ? t('codesNone') : left === 1 ? t('codesLeftOne') : t('codesLeftMany', { count: left });
    rows.replaceChildren(
      row(t('codesTitle'), codes, left ? t('makeNewCodes') : t('makeCodes'), left ? t('makeNewCodes') : t('makeCodes'), () => makeCodes(left > 0)),
      row(t('email'), email ?? t('emailNone'), email ? t('change') : t('add'), email ? t('changeEmail') : t('addEmail'), changeEmail,
        email && el('p', {}, el('span', { className: emailVerified ? 'badge' : 'badge warm', textContent: emailVerified ? t('emailVerified') : t('emailUnverified') })),
        pendingEmail && el('p', { className: 'soft', textContent: t('emailPending', { email: pendingEmail }) })));
  }

  /** @param {boolean} replaces */
  async function makeCodes(replaces) {
    const make = () => raised(account.name, 'make recovery codes', () => api.post('recovery/codes', {}));
    const made = replaces
      ? await ask({ title: t('newCodesTitle'), body: [t('newCodesText')], action: t('makeNewCodes'), dismiss: t('cancel'), work: make })
      : await notes.act(/** @type {HTMLElement} */ (element.firstElementChild), t('working'), make);
    if (!made) return;
    await showCodes(made.codes, account.data.username);
    await load();
  }

  async function changeEmail() {
    const { box, input } = field(t('emailAddress'), { type: 'email', autocomplete: 'email', value: account.data.email ?? '', maxLength: 254, hint: t('emailHint') });
    const changed = await ask({
      title: account.data.email ? t('changeEmail') : t('addEmail'), body: [box], action: t('save'), dismiss: t('cancel'),
      work: () => raised(account.name, 'change the e-mail address', () => api.patch('account', { email: input.value.trim() })).catch((error) => { refuse(input); throw error; }),
    });
    if (!changed) return;
    await account.reload();
    notes.calm(changed.pendingEmail ? t('emailSaved', { email: changed.pendingEmail }) : t('detailsSaved'));
  }

  return { element, load };
}
