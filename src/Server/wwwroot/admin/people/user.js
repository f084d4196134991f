import { device } from '../../lib/device.js';
import { ask } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { createNotes } from '../../lib/notes.js';
import { api } from '../api.js';
import { eventList } from '../events.js';
import { badge, empty, facts, page, panel, table, when } from '../parts.js';
import { t } from '../texts.js';
import { nameOf } from './users.js';

/** @import { Place } from '../main.js' */
/** @import { UserItem } from './users.js' */
/**
 * @typedef {{ id: string, credentialId: string, name: string, aaguid: string, provider: { name: string } | null, algorithm: string, signCount: number, synced: boolean, backupEligible: boolean,
 *   transports: string[], createdAt: string, createdFrom: string | null, lastUsedAt: string | null, lastUsedFrom: string | null, disabledAt: string | null }} PasskeyData
 */
/** @typedef {{ user: UserItem, userHandle: string, passkeys: PasskeyData[], sessions: { id: string, device: string | null, createdAt: string, lastSeenAt: string }[] }} UserDetail */

const reload = () => dispatchEvent(new Event('hashchange'));

/** One account: its passkeys, where it is signed in, what happened. @param {Place} place */
export async function userPage({ me, parts: [app = '', id = ''] }) {
  const path = `apps/${app}/users/${id}`;
  /** @type {UserDetail} */
  const detail = await api.get(path);
  const { user } = detail;
  const owner = me.role === 'owner';
  const actions = owner ? [
    el('button', { type: 'button', className: 'secondary small', textContent: t(user.lockedAt ? 'unlock' : 'lock'), onclick: () => lockDialog(path, user) }),
    el('button', { type: 'button', className: 'quiet small risky', textContent: t('deleteUser'), onclick: () => deleteDialog(path, user, app) }),
  ] : [];
  return page({ title: nameOf(user), above: [[t('apps'), '#/apps'], [app, `#/apps/${app}`]], badge: user.lockedAt && badge(t('locked'), 'warm'), actions },
    panel(t('details'), {}, facts([
      [t('displayNameColumn'), user.displayName], [t('email'), user.email ?? '–'], [t('created'), when(user.createdAt)], [t('id'), el('code', { textContent: user.id })],
      ...(user.userId ? [/** @type {[string, Node]} */ ([t('customersId'), el('code', { textContent: user.userId })])] : []), [t('userHandle'), el('code', { textContent: detail.userHandle })],
    ])),
    passkeyPanel(owner, path, detail.passkeys),
    sessionPanel(owner, path, detail.sessions),
    await eventList(new URLSearchParams({ app, user: id })));
}

/** @param {boolean} owner @param {string} path @param {PasskeyData[]} passkeys */
function passkeyPanel(owner, path, passkeys) {
  if (passkeys.length === 0) return panel(t('passkeys'), {}, empty(t('noPasskeys'), t('noPasskeysText'), 'passkey'));
  const element = panel(t('passkeys'), {}, table(t('passkeys'), [t('name'), t('created'), t('lastUse'), t('details'), ''], passkeys.map((passkey) => [
    el('span', { className: 'named' }, passkey.name, el('span', {}, badge(t(passkey.synced ? 'synced' : passkey.backupEligible ? 'backupPossible' : 'deviceOnly')), ' ', passkey.disabledAt && badge(t('locked'), 'warm'))),
    el('span', {}, when(passkey.createdAt), passkey.createdFrom ? ` · ${device(passkey.createdFrom)}` : ''),
    el('span', {}, when(passkey.lastUsedAt), passkey.lastUsedFrom ? ` · ${device(passkey.lastUsedFrom)}` : ''),
    el('span', { className: 'named soft' }, `${passkey.provider?.name ?? t('unknownProvider')} · ${passkey.algorithm} · ${t('signCount')} ${passkey.signCount}`, el('code', { textContent: passkey.credentialId })),
    owner && el('div', { className: 'tools' },
      el('button', { type: 'button', className: 'link', textContent: t(passkey.disabledAt ? 'unlock' : 'lock'), 'aria-label': `${t(passkey.disabledAt ? 'unlock' : 'lock')}: ${passkey.name}`, onclick: () => change(passkey) }),
      el('button', { type: 'button', className: 'link risky', textContent: t('delete'), 'aria-label': `${t('delete')}: ${passkey.name}`, onclick: () => remove(passkey) })),
  ])));
  const notes = createNotes(element);
  return element;

  /** @param {PasskeyData} passkey */
  async function change(passkey) {
    const done = await notes.act(/** @type {HTMLElement} */ (element.lastElementChild), t('working'), async () => { await api.patch(`${path}/passkeys/${passkey.id}`, { locked: !passkey.disabledAt }); return true; });
    if (done) reload();
  }

  /** @param {PasskeyData} passkey */
  async function remove(passkey) {
    const done = await ask({
      title: t('deletePasskeyTitle2', { name: passkey.name }), body: [t(passkeys.length === 1 ? 'deleteLastPasskeyText' : 'deletePasskeyText2')], action: t('delete'), danger: true, dismiss: t('cancel'),
      work: async () => { await api.delete(`${path}/passkeys/${passkey.id}`); return true; },
    });
    if (done) reload();
  }
}

/** @param {boolean} owner @param {string} path @param {UserDetail['sessions']} sessions */
function sessionPanel(owner, path, sessions) {
  if (sessions.length === 0) return panel(t('sessions'), {}, empty(t('noSessions'), t('noSessionsText'), 'desktop'));
  const end = owner && el('button', { type: 'button', className: 'secondary small', textContent: t('endAll') });
  const element = panel(t('sessions'), { action: end }, table(t('sessions'), [t('deviceColumn'), t('since'), t('lastUse')], sessions.map((session) => [device(session.device), when(session.createdAt), when(session.lastSeenAt)])));
  const notes = createNotes(element);
  if (end) end.onclick = async () => {
    const done = await notes.act(/** @type {HTMLElement} */ (element.firstElementChild), t('working'), async () => { await api.delete(`${path}/sessions`); return true; });
    if (done) reload();
  };
  return element;
}

/** @param {string} path @param {UserItem} user */
async function lockDialog(path, user) {
  const locked = !user.lockedAt;
  const done = await ask({
    title: t(locked ? 'lockUserTitle' : 'unlockUserTitle', { name: nameOf(user) }), body: [t(locked ? 'lockUserText' : 'unlockUserText')], action: t(locked ? 'lock' : 'unlock'), danger: locked, dismiss: t('cancel'),
    work: async () => { await api.patch(path, { locked }); return true; },
  });
  if (done) reload();
}

/** @param {string} path @param {UserItem} user @param {string} app */
async function deleteDialog(path, user, app) {
  const done = await ask({
    title: t('deleteUserTitle', { name: nameOf(user) }), body: [t('deleteUserText')], action: t('deleteUser'), danger: true, dismiss: t('cancel'),
    work: async () => { await api.delete(path); return true; },
  });
  if (done) location.hash = `#/apps/${app}`;
}
