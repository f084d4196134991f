import { ask } from '../lib/dialog.js';
import { el, icon } from '../lib/dom.js';
import { createNotes } from '../lib/notes.js';
import { api, keystile } from './api.js';
import { labelled, select } from './events.js';
import { badge, page, panel, secret, table, when } from './parts.js';
import { t } from './texts.js';

/** @import { Operator, Place } from './main.js' */
/** @typedef {Operator & { invitedBy: string | null, createdAt: string, current: boolean }} OperatorData */
/** @typedef {{ id: string, role: 'owner' | 'viewer', invitedBy: string | null, expiresAt: string }} Invitation */

/** Who runs this server, who is invited, and the operator's own passkeys. @param {Place} place */
export async function operatorsPage({ me }) {
  const [operators, invitations, passkeys] = await Promise.all([api.get('operators'), api.get('invitations'), keystile.passkeys.list()]);
  const invite = me.role === 'owner' && el('button', { type: 'button', className: 'primary small', onclick: () => inviteDialog() }, icon('plus'), el('span', { textContent: t('invite') }));
  return page({ title: t('operators'), lead: t('operatorsLead'), actions: [invite] },
    operatorPanel(me, operators.items),
    invitations.items.length > 0 && invitationPanel(me, invitations.items),
    passkeyPanel(passkeys));
}

const reload = () => dispatchEvent(new Event('hashchange'));

/** @param {Operator} me @param {OperatorData[]} operators */
function operatorPanel(me, operators) {
  const element = panel(t('operators'), {}, table(t('operators'), [t('name'), t('role'), t('since'), ''], operators.map((operator) => [
    el('span', {}, operator.displayName, ' ', operator.current && badge(t('you'), 'strong')),
    t(operator.role),
    el('span', {}, when(operator.createdAt), operator.invitedBy ? ` · ${t('invitedBy', { name: operator.invitedBy })}` : ''),
    me.role === 'owner' && el('div', { className: 'tools' },
      el('button', { type: 'button', className: 'link', textContent: t(operator.role === 'owner' ? 'makeViewer' : 'makeOwner'), 'aria-label': `${t(operator.role === 'owner' ? 'makeViewer' : 'makeOwner')}: ${operator.displayName}`,
        onclick: () => change(() => api.patch(`operators/${operator.id}`, { role: operator.role === 'owner' ? 'viewer' : 'owner' })) }),
      el('button', { type: 'button', className: 'link risky', textContent: t('remove'), 'aria-label': `${t('remove')}: ${operator.displayName}`, onclick: () => removeDialog(operator) })),
  ])));
  const notes = createNotes(element);
  /** @param {() => Promise<unknown>} work */
  async function change(work) {
    const done = await notes.act(/** @type {HTMLElement} */ (element.lastElementChild), t('working'), async () => { await work(); return true; });
    if (done) reload();
  }
  return element;
}

/** @param {OperatorData} operator */
async function removeDialog(operator) {
  const done = await ask({
    title: t('removeOperatorTitle', { name: operator.displayName }), body: [t('removeOperatorText')], action: t('remove'), danger: true, dismiss: t('cancel'),
    work: async () => { await api.delete(`operators/${operator.id}`); return true; },
  });
  if (done) reload();
}

/** @param {Operator} me @param {Invitation[]} invitations */
function invitationPanel(me, invitations) {
  const element = panel(t('invitations'), { lead: t('invitationsLead') }, table(t('invitations'), [t('role'), t('invitedByColumn'), t('expires'), ''], invitations.map((invitation) => [
    t(invitation.role), invitation.invitedBy ?? t('theServer'), when(invitation.expiresAt),
    me.role === 'owner' && el('button', {
      type: 'button', className: 'link risky', textContent: t('withdraw'), onclick: async () => {
        const done = await notes.act(/** @type {HTMLElement} */ (element.lastElementChild), t('working'), async () => { await api.delete(`invitations/${invitation.id}`); return true; });
        if (done) reload();
      },
    }),
  ])));
  const notes = createNotes(element);
  return element;
}

async function inviteDialog() {
  const role = select('role', [['viewer', t('viewer')], ['owner', t('owner')]], 'viewer');
  const made = await ask({ title: t('inviteTitle'), body: [t('inviteText'), labelled(t('role'), role)], action: t('invite'), dismiss: t('cancel'), work: () => api.post('invitations', { role: role.value }) });
  if (!made) return;
  await ask({ title: t('linkTitle'), body: [t('linkText'), secret(t('link'), made.link)], action: t('done'), dismiss: null, work: async () => true });
  reload();
}

/** @param {import('/sdk/types.js').Passkey[]} passkeys */
function passkeyPanel(passkeys) {
  const add = el('button', { type: 'button', className: 'secondary small' }, icon('plus'), el('span', { textContent: t('addPasskey') }));
  const element = panel(t('yourPasskeys'), { lead: passkeys.length > 1 ? t('yourPasskeysLead') : t('onePasskeyLead'), action: add },
    table(t('yourPasskeys'), [t('name'), t('created'), t('lastUse'), ''], passkeys.map((passkey) => [
      el('span', {}, passkey.name, ' ', passkey.current && badge(t('thisSession'), 'strong'), ' ', badge(t(passkey.synced ? 'synced' : 'deviceOnly'))),
      when(passkey.createdAt), when(passkey.lastUsedAt),
      passkeys.length > 1 && el('button', { type: 'button', className: 'link risky', textContent: t('delete'), 'aria-label': `${t('delete')}: ${passkey.name}`, onclick: () => deleteDialog(passkey) }),
    ])));
  const notes = createNotes(element, () => keystile.abort());
  add.onclick = async () => {
    const place = /** @type {HTMLElement} */ (element.firstElementChild);
    const done = await notes.act(place, t('waitingForCreate'), async () => { await connect(); return true; }, { cancelled: t('notCreated') });
    if (done) reload();
  };
  return element;
}

/** Adding a passkey takes a fresh proof like everything a stolen session must not do. */
async function connect() {
  try {
    return await keystile.connect();
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'step_up_required') throw error;
    await keystile.stepUp({ purpose: 'console' });
    return keystile.connect();
  }
}

/** @param {import('/sdk/types.js').Passkey} passkey */
async function deleteDialog(passkey) {
  const done = await ask({
    title: t('deletePasskeyTitle2', { name: passkey.name }), body: [t('deletePasskeyText2')], action: t('delete'), danger: true, dismiss: t('cancel'),
    work: async () => { await api.delete(`passkeys/${passkey.id}`); return true; },
  });
  if (done) reload();
}
