import { api } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { el } from '../lib/dom.js';
import { field, refuse } from '../lib/field.js';
import { t } from '../lib/texts.js';
import { raised } from './raised.js';
import { section } from './section.js';

/** @import { Account } from './main.js' */

/** The names: the person's, and the one to sign in by. @param {Account} account */
export function detailSection(account) {
  const rows = el('ul', { className: 'items plain', role: 'list' });
  const { element, notes } = section({ title: t('detailsTitle'), lead: t('detailsLead') }, rows);

  function load() {
    rows.replaceChildren(
      row(t('displayName'), account.data.displayName, t('change'), t('changeName'), () => change('displayName', t('changeName'), t('displayName'), 'name')),
      row(t('username'), account.data.username, t('change'), t('changeUsername'), () => change('username', t('changeUsername'), t('username'), 'username')));
  }

  /** @param {'displayName' | 'username'} member @param {string} title @param {string} label @param {AutoFill} autocomplete */
  async function change(member, title, label, autocomplete) {
    const { box, input } = field(label, { value: account.data[member], autocomplete, maxLength: member === 'username' ? 254 : 100, autocapitalize: member === 'username' ? 'none' : 'words', spellcheck: false });
    const changed = await ask({
      title, body: [box], action: t('save'), dismiss: t('cancel'),
      work: () => raised(account.name, 'change a name', () => api.patch('account', { [member]: input.value.trim() })).catch((error) => { refuse(input); throw error; }),
    });
    if (!changed) return;
    await account.reload();
    notes.calm(t('detailsSaved'));
  }

  return { element, load };
}

/**
 * A fact and the button that changes it.
 * @param {string} name @param {string} value @param {string} action @param {string} label of the button, for who does not see the row
 * @param {() => void} onclick
 * @param {...(Node | string | null | false)} more
 */
export const row = (name, value, action, label, onclick, ...more) => el('li', {},
  el('div', { className: 'about' }, el('h3', { textContent: name }), el('p', { textContent: value }), ...more.map((part) => part || null)),
  el('div', { className: 'tools' }, el('button', { type: 'button', className: 'quiet small', textContent: action, 'aria-label': label, onclick })));
