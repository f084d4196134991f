import { el, icon } from '../lib/dom.js';
import { device } from '../lib/device.js';
import { field } from '../lib/field.js';
import { keystile } from '../lib/keystile.js';
import { language } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { t } from '../lib/texts.js';
import { dated, moment } from '../lib/time.js';
import { deletePasskey } from './deletePasskey.js';

/** @import { Passkey } from '/sdk/types.js' */
/** @import { Account } from './main.js' */

/** @typedef {{ account: Account, isLast: boolean, onChanged: (news: string) => Promise<void> }} Around */

/**
 * One passkey: whose it is, where it lives, when it was used; rename it in place, delete it.
 * @param {Passkey} passkey
 * @param {Around} around
 */
export function passkeyCard(passkey, around) {
  const { name, provider, createdAt, lastUsedAt, lastUsedFrom } = passkey;
  const tool = (/** @type {string} */ text, /** @type {string} */ label, /** @type {string} */ look, /** @type {() => void} */ onclick) =>
    el('button', { type: 'button', className: `quiet small ${look}`, textContent: text, 'aria-label': label, onclick });
  const rename = tool(t('rename'), t('renameOf', { name }), '', () => edit(card, passkey, around, rename));
  const card = el('li', {},
    el('div', { className: 'sign' }, provider?.icon ? el('img', { src: provider.icon, alt: '' }) : icon('passkey')),
    el('div', { className: 'about' },
      el('h3', { textContent: name }),
      provider && provider.name !== name && el('p', { textContent: provider.name }),
      el('p', {}, lastUsedAt ? dated(lastUsedAt, t('lastUsedFrom', { when: moment(lastUsedAt), device: device(lastUsedFrom) })) : t('neverUsed')),
      el('p', {}, dated(createdAt, t('created', { when: moment(createdAt) }))),
      reachedBy(passkey),
      badges(passkey, around)),
    el('div', { className: 'tools' }, rename,
      tool(t('delete'), t('deleteOf', { name }), 'risky', () => deletePasskey(passkey, around))));
  return card;
}

/** @type {Record<string, string>} */
const ways = { usb: t('overUsb'), nfc: t('overNfc'), ble: t('overBluetooth'), hybrid: t('overPhone'), 'smart-card': t('overCard') };
const either = new Intl.ListFormat(language, { type: 'disjunction' });

/** How a browser gets at it, where that is not in the device itself. @param {Passkey} passkey */
function reachedBy({ transports }) {
  const known = transports.includes('internal') ? [] : transports.flatMap((transport) => ways[transport] ?? []);
  return known.length > 0 && el('p', { textContent: t('reachedBy', { ways: either.format(known) }) });
}

const day = 24 * 60 * 60 * 1000;

/** A passkey that came within a day, and not with the account, is marked: one that its owner did not add stands out. @param {Passkey} passkey @param {Around} around */
const badges = ({ synced, current, disabled, createdAt }, { account }) => el('div', { className: 'badges' },
  el('span', { className: 'badge', title: synced ? t('syncedMeans') : t('deviceOnlyMeans') }, icon(synced ? 'cloud' : 'desktop'), synced ? t('synced') : t('deviceOnly')),
  Date.now() - Date.parse(createdAt) < day && Date.parse(createdAt) - Date.parse(account.data.createdAt) > day && el('span', { className: 'badge warm', textContent: t('recentlyAdded') }),
  disabled && el('span', { className: 'badge warm', title: t('lockedMeans'), textContent: t('locked') }),
  current && el('span', { className: 'badge strong', textContent: t('current') }));

/**
 * @param {HTMLElement} card
 * @param {Passkey} passkey
 * @param {Around} around
 * @param {HTMLElement} opener
 */
function edit(card, { id, name }, { onChanged }, opener) {
  if (card.querySelector('form')) return;
  const { box, input } = field(t('name'), { value: name, maxLength: 64, hint: t('nameHint') });
  const save = el('button', { type: 'submit', className: 'primary small', textContent: t('save') });
  const close = () => { form.remove(); opener.focus(); };
  const form = el('form', { noValidate: true }, box,
    el('div', { className: 'toolbar' }, save, el('button', { type: 'button', className: 'secondary small', textContent: t('cancel'), onclick: close })));
  const notes = createNotes(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const renamed = await notes.act(/** @type {HTMLElement} */ (form.lastElementChild), t('working'), () => keystile.passkeys.rename(id, input.value));
    if (renamed) await onChanged(t('renamed'));
  });
  form.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  card.append(form);
  input.select();
}
