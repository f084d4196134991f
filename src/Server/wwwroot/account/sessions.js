import { api } from '../lib/api.js';
import { device, isPhone } from '../lib/device.js';
import { ask } from '../lib/dialog.js';
import { el, icon } from '../lib/dom.js';
import { t } from '../lib/texts.js';
import { dated, moment } from '../lib/time.js';
import { section } from './section.js';

/** @typedef {{ id: string, device: string | null, createdAt: string, lastSeenAt: string, current: boolean }} Session */

/** Where the account is signed in, this browser first. */
export function sessionSection() {
  const list = el('ul', { className: 'items', role: 'list' });
  const alone = el('p', { className: 'soft', hidden: true, textContent: t('onlySession') });
  const others = el('button', { type: 'button', className: 'secondary small', textContent: t('endOthers'), hidden: true, onclick: endOthers });
  const { element, notes } = section({ title: t('sessionsTitle'), lead: t('sessionsLead'), action: others }, list, alone);

  /** @param {Session[]} sessions */
  function fill(sessions) {
    others.hidden = sessions.length < 2;
    alone.hidden = sessions.length > 1;
    list.replaceChildren(...[...sessions].sort((a, b) => Number(b.current) - Number(a.current)).map(row));
  }

  const load = async () => fill((await api.get('sessions')).items);

  /** @param {Session} session */
  function row(session) {
    const name = device(session.device);
    const end = el('button', { type: 'button', className: 'quiet small risky', textContent: t('endSession'), 'aria-label': t('endSessionOf', { device: name }) });
    end.onclick = async () => {
      const done = await notes.act(item, t('working'), async () => { await api.delete(`sessions/${session.id}`); return true; });
      if (!done) return;
      await load();
      put(t('sessionEnded', { device: name }));
    };
    const item = el('li', {},
      el('div', { className: 'sign' }, icon(isPhone(session.device) ? 'phone' : 'desktop')),
      el('div', { className: 'about' },
        el('h3', { textContent: name }),
        el('p', {}, dated(session.lastSeenAt, t('lastActive', { when: moment(session.lastSeenAt) })), ' · ', dated(session.createdAt, t('signedInSince', { when: moment(session.createdAt) }))),
        session.current && el('div', { className: 'badges' }, el('span', { className: 'badge strong', textContent: t('thisSession') }))),
      !session.current && el('div', { className: 'tools' }, end));
    return item;
  }

  async function endOthers() {
    const done = await ask({
      title: t('endOthersTitle'), body: [t('endOthersText')], action: t('endOthers'), danger: true, dismiss: t('cancel'),
      work: async () => { await api.delete('sessions'); return true; },
    });
    if (!done) return;
    await load();
    put(t('othersEnded'));
  }

  /** @param {string} news */
  function put(news) {
    notes.put(/** @type {HTMLElement} */ (element.firstElementChild));
    notes.calm(news);
    element.querySelector('h2')?.focus(); // the button that was pressed is gone
  }

  return { element, load };
}
