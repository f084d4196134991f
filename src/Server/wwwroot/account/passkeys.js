import { el, icon } from '../lib/dom.js';
import { ask } from '../lib/dialog.js';
import { keystile } from '../lib/keystile.js';
import { t } from '../lib/texts.js';
import { passkeyCard } from './passkeyCard.js';
import { raised } from './raised.js';
import { section } from './section.js';

/** @import { Passkey } from '/sdk/types.js' */
/** @import { Account } from './main.js' */

/**
 * What the person should add, while one loss would keep them out: there is one passkey, or all are in one password manager. Two keys of one model are two things.
 * @param {Passkey[]} passkeys those that may sign in
 */
function lacking(passkeys) {
  const [first] = passkeys;
  if (passkeys.length === 1) return t('onePasskey');
  return first?.provider && passkeys.every(({ synced, provider }) => synced && provider?.name === first.provider?.name) ? t('sameProvider', { provider: first.provider.name }) : '';
}

/**
 * The passkeys: a card each, a way to add one, and a word for who has none or only one.
 * @param {Account} account
 */
export function passkeySection(account) {
  const list = el('ul', { className: 'items', role: 'list' });
  const few = el('p', { className: 'hint-box', hidden: true });
  const add = el('button', { type: 'button', className: 'primary small', onclick: addOne }, icon('plus'), el('span', { textContent: t('addPasskey') }));
  const first = el('button', { type: 'button', className: 'primary', onclick: addOne }, icon('passkey'), el('span', { textContent: t('createPasskey') }));
  const empty = el('div', { className: 'empty', hidden: true }, icon('passkey'), el('h3', { textContent: t('noPasskeysTitle') }), el('p', { textContent: t('noPasskeysText') }), first);
  const { element, notes } = section({ title: t('passkeysTitle'), lead: t('passkeysLead'), action: add }, few, empty, list);

  /** @param {Passkey[]} passkeys */
  function fill(passkeys) {
    empty.hidden = passkeys.length > 0;
    add.hidden = passkeys.length === 0;
    // One that is locked lets nobody in: the server does not count it either.
    const able = passkeys.filter(({ disabled }) => !disabled);
    few.textContent = lacking(able);
    few.hidden = !few.textContent;
    list.replaceChildren(...passkeys.map((passkey) => passkeyCard(passkey, { account, isLast: able.length === 1 && able[0] === passkey, onChanged })));
  }

  /** @param {string} news */
  async function onChanged(news) {
    try {
      fill(await keystile.passkeys.list());
      notes.calm(news);
    } catch (error) {
      notes.alarm(/** @type {import('/sdk/index.js').PasskeyError} */ (error)); // the change itself was made
    }
  }

  /** First what will happen, then the device's dialog, then what has happened. */
  async function addOne() {
    const connected = await ask({
      title: t('addPasskeyTitle'), body: [t('addPasskeyText')], action: t('createPasskey'), icon: icon('passkey'),
      waiting: t('waitingForCreate'), cancelled: t('notCreated'), onCancel: () => keystile.abort(),
      work: () => raised(account.name, 'add a passkey', () => keystile.connect()),
    });
    if (connected) await onChanged(t('passkeyAdded', { name: connected.passkey.name }));
  }

  return { element, fill, notes, async load() { fill(await keystile.passkeys.list()); } };
}
