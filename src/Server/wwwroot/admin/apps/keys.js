import { ask } from '../../lib/dialog.js';
import { el, icon } from '../../lib/dom.js';
import { createNotes } from '../../lib/notes.js';
import { api } from '../api.js';
import { labelled, select } from '../events.js';
import { badge, empty, panel, secret, table, when } from '../parts.js';
import { t } from '../texts.js';

/** @import { Operator } from '../main.js' */
/** @import { AppData } from './app.js' */
/** @typedef {{ id: string, kind: 'public' | 'secret', lastFour: string, scopes: string[], createdAt: string, lastUsedAt: string | null, lockedAt: string | null }} Key */

const scopesOf = { public: ['register', 'login'], secret: ['token_register', 'token_verify'] };
const reload = () => dispatchEvent(new Event('hashchange'));

/** The keys of an app; never the keys themselves. @param {Operator} me @param {AppData} app */
export async function keysPanel(me, app) {
  /** @type {Key[]} */
  const keys = (await api.get(`apps/${app.id}/keys`)).items;
  const add = me.role === 'owner' && el('button', { type: 'button', className: 'primary small', onclick: () => create(app) }, icon('plus'), el('span', { textContent: t('newKey') }));
  const element = panel(t('keys'), { lead: t('keysLead'), action: add },
    keys.length === 0 ? empty(t('noKeys'), t('noKeysText'), 'passkey') : table(t('keys'), [t('key'), t('mayDo'), t('created'), t('lastUse'), ''], keys.map((key) => [
      el('span', { className: 'named' }, el('span', {}, badge(t(key.kind === 'secret' ? 'secret' : 'public'), key.kind === 'secret' ? 'strong' : ''), ' ', key.lockedAt && badge(t('locked'), 'warm')),
        el('code', { textContent: `…${key.lastFour}` }), el('code', { className: 'soft', textContent: key.id })),
      el('code', { textContent: key.scopes.join(' ') }), when(key.createdAt), when(key.lastUsedAt),
      me.role === 'owner' && el('div', { className: 'tools' },
        el('button', { type: 'button', className: 'link', textContent: t(key.lockedAt ? 'unlock' : 'lock'), 'aria-label': `${t(key.lockedAt ? 'unlock' : 'lock')}: ${key.id}`, onclick: () => change(key) }),
        el('button', { type: 'button', className: 'link risky', textContent: t('delete'), 'aria-label': `${t('delete')}: ${key.id}`, onclick: () => remove(key) })),
    ])));
  const notes = createNotes(element);
  return element;

  /** @param {Key} key */
  async function change(key) {
    const done = await notes.act(/** @type {HTMLElement} */ (element.lastElementChild), t('working'), async () => { await api.patch(`apps/${app.id}/keys/${key.id}`, { locked: !key.lockedAt }); return true; });
    if (done) reload();
  }

  /** @param {Key} key */
  async function remove(key) {
    const done = await ask({
      title: t('deleteKeyTitle', { key: `…${key.lastFour}` }), body: [t('deleteKeyText')], action: t('delete'), danger: true, dismiss: t('cancel'),
      work: async () => { await api.delete(`apps/${app.id}/keys/${key.id}`); return true; },
    });
    if (done) reload();
  }
}

/** @param {AppData} app */
async function create(app) {
  const kind = select('kind', [['public', t('publicKeyFor')], ['secret', t('secretKeyFor')]], 'secret');
  const boxes = el('fieldset', {});
  const choose = () => {
    boxes.replaceChildren(el('legend', { textContent: t('mayDo') }), ...scopesOf[/** @type {'public' | 'secret'} */ (kind.value)].map((scope) => {
      const box = el('input', { type: 'checkbox', id: `scope-${scope}`, value: scope, checked: true });
      return el('div', { className: 'check' }, box, el('label', { htmlFor: box.id }, el('code', { textContent: scope }), ` ${t(/** @type {'scope_login'} */ (`scope_${scope}`))}`));
    }));
  };
  const scopes = () => [...boxes.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value);
  kind.onchange = choose;
  choose();
  const made = await ask({
    title: t('newKey'), body: [el('div', { className: 'fields' }, labelled(t('kindOfKey'), kind), boxes)], action: t('createKey'), dismiss: t('cancel'),
    check: (notes) => {
      if (scopes().length === 0) notes.alarm(t('oneScope'));
      return scopes().length > 0;
    },
    work: () => api.post(`apps/${app.id}/keys`, { kind: kind.value, scopes: scopes() }),
  });
  if (!made) return;
  await ask({ title: t('keyReady'), body: [t('keyOnce'), secret(t(made.key.kind === 'secret' ? 'secretKey' : 'publicKey'), made.text)], action: t('done'), dismiss: null, work: async () => true });
  reload();
}
