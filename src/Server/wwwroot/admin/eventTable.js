import { device } from '../lib/device.js';
import { el } from '../lib/dom.js';
import { badge, table, when } from './parts.js';
import { t } from './texts.js';

/**
 * @typedef {{ id: number, at: string, kind: string, severity: string, message: string, app: string | null, actor: string, operator: string | null,
 *   userId: string | null, keyId: string | null, device: string | null, detail: string | null, times: number }} EventData
 */

/** @type {Record<string, '' | 'warm' | 'alarm'>} */
const looks = { warning: 'warm', alert: 'alarm' };

/** What happened, newest first. @param {EventData[]} events */
export const eventTable = (events) => table(t('events'), [t('what'), t('when'), t('app'), t('who')], events.map((event) => [
  el('div', { className: 'event' },
    el('span', {}, event.message, event.times > 1 ? ` (${event.times}×)` : '', ' ', event.severity in looks ? badge(t(/** @type {'warning' | 'alert'} */ (event.severity)), looks[event.severity]) : ''),
    el('span', { className: 'soft' }, el('code', { textContent: event.kind }), event.detail ? ` · ${event.detail}` : '', event.keyId ? ` · ${t('key')} ${event.keyId}` : '', event.device ? ` · ${device(event.device)}` : '')),
  when(event.at),
  event.app === null ? '–' : event.app === 'admin' ? t('theConsole') : el('a', { href: `#/apps/${event.app}`, textContent: event.app }),
  who(event),
]));

/** @param {EventData} event */
function who({ actor, operator, userId, app }) {
  const user = userId && app && app !== 'admin' ? el('a', { href: `#/apps/${app}/users/${userId}`, textContent: t('theUser') }) : null;
  if (actor === 'operator') return el('span', {}, operator ?? t('anOperator'), user && ' → ', user);
  return user ?? (actor === 'api_key' ? t('aBackend') : actor === 'system' ? t('theServer') : operator ?? t('aPerson'));
}
