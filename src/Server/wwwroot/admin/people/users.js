import { el } from '../../lib/dom.js';
import { field } from '../../lib/field.js';
import { createNotes } from '../../lib/notes.js';
import { api } from '../api.js';
import { badge, empty, panel, table, when } from '../parts.js';
import { t } from '../texts.js';

/** @import { AppData } from '../apps/app.js' */
/** @typedef {{ id: string, username: string | null, displayName: string, email: string | null, userId: string | null, createdAt: string, lockedAt: string | null, passkeys: number }} UserItem */

/** How an operator calls an account. @param {UserItem} user */
export const nameOf = (user) => user.username ?? user.email ?? user.userId ?? user.displayName;

/** The accounts of an app, to be searched. @param {AppData} app @param {string} search */
export async function usersPanel(app, search) {
  const path = `apps/${app.id}/users`;
  const first = await api.get(`${path}?search=${encodeURIComponent(search)}`);
  const input = field(t('findUser'), { type: 'search', name: 'search', value: search, hint: t('findUserHint') });
  const form = el('form', { className: 'filters', role: 'search' }, input.box, el('div', { className: 'toolbar' }, el('button', { type: 'submit', className: 'primary small', textContent: t('find') })));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    location.hash = `#/apps/${app.id}/users?search=${encodeURIComponent(input.input.value.trim())}`;
  });
  const list = el('div', {}, first.items.length > 0 ? rows(app, first.items) : search ? empty(t('nobodyFound'), t('nobodyFoundText')) : empty(t('noUsers'), t('noUsersText'), 'passkey'));
  const more = el('button', { type: 'button', className: 'secondary small', textContent: t('more'), hidden: !first.next });
  const element = panel(t('users'), {}, form, list, el('div', { className: 'toolbar' }, more));
  const notes = createNotes(element);
  let { next } = first;
  more.onclick = async () => {
    const answer = await notes.act(more, t('working'), () => api.get(`${path}?search=${encodeURIComponent(search)}&after=${next}`));
    if (!answer) return;
    list.append(rows(app, answer.items));
    next = answer.next;
    more.hidden = !next;
  };
  return element;
}

/** @param {AppData} app @param {UserItem[]} users */
const rows = (app, users) => table(t('users'), [t('name'), t('displayNameColumn'), t('passkeys'), t('created')], users.map((user) => [
  el('span', { className: 'named' }, el('a', { href: `#/apps/${app.id}/users/${user.id}`, textContent: nameOf(user) }), user.email && user.email !== nameOf(user) && el('span', { className: 'soft', textContent: user.email }), user.lockedAt && badge(t('locked'), 'warm')),
  user.displayName, String(user.passkeys), when(user.createdAt),
]));
