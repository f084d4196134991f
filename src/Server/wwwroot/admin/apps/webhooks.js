import { ask } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { field } from '../../lib/field.js';
import { createNotes } from '../../lib/notes.js';
import { moment } from '../../lib/time.js';
import { api } from '../api.js';
import { badge, empty, panel, table } from '../parts.js';
import { t } from '../texts.js';

/** @import { Operator } from '../main.js' */
/** @import { AppData } from './app.js' */
/**
 * @typedef {{ id: string, url: string, kinds: string[], disabledAt: string | null, failures: number, failingSince: string | null, nextAttemptAt: string,
 *   lastStatus: string | null }} Webhook
 */

/** Where the app's events go, how each place fares, and sending again. @param {Operator} me @param {AppData} app */
export async function webhooksPanel(me, app) {
  const list = el('div', {});
  const element = panel(t('webhooks'), { lead: t('webhooksLead') }, list);
  const notes = createNotes(element);
  await fill();
  return element;

  async function fill() {
    /** @type {Webhook[]} */
    const webhooks = (await api.get(`apps/${app.id}/webhooks`)).items;
    list.replaceChildren(webhooks.length === 0 ? empty(t('noWebhooks'), t('noWebhooksText', { app: app.id }))
      : table(t('webhooks'), [t('address'), t('eventsSent'), t('state'), t('lastDelivery'), ''], webhooks.map((webhook) => [
        el('span', { className: 'named' }, el('code', { textContent: webhook.url }), el('code', { className: 'soft', textContent: webhook.id })),
        webhook.kinds.length === 0 ? t('everyEvent') : el('code', { textContent: webhook.kinds.join(' ') }), state(webhook), delivery(webhook),
        me.role === 'owner' && el('div', { className: 'tools' }, el('button', {
          type: 'button', className: 'link', textContent: t('replay'), 'aria-label': t('replayOf', { address: webhook.url }), onclick: () => replay(webhook),
        })),
      ])));
  }

  /** @param {Webhook} webhook */
  async function replay({ id, url }) {
    const { box, input } = field(t('replaySince'), { type: 'datetime-local', hint: t('replaySinceHint') });
    const done = await ask({
      title: t('replayTitle'), body: [t('replayText'), box], action: t('replay'), dismiss: t('cancel'),
      work: async () => { await api.post(`apps/${app.id}/webhooks/${id}/replay`, input.value ? { since: new Date(input.value).toISOString() } : {}); return true; },
    });
    if (!done) return;
    await fill();
    notes.put(/** @type {HTMLElement} */ (element.firstElementChild));
    notes.calm(t('replayed', { address: url }));
    element.querySelector('h2')?.focus(); // the button that was pressed is another now
  }
}

/** @param {Webhook} webhook */
function state({ disabledAt, failures, failingSince, nextAttemptAt }) {
  if (disabledAt) return el('span', { className: 'named' }, badge(t('disabled'), 'alarm'), el('span', { className: 'soft', textContent: t('failedSince', { when: moment(failingSince ?? disabledAt) }) }));
  if (!failures || !failingSince) return badge(t('works'));
  return el('span', { className: 'named' }, badge(t('failing'), 'warm'),
    el('span', { className: 'soft', textContent: t('failsSince', { count: failures, when: moment(failingSince) }) }), el('span', { className: 'soft', textContent: t('nextTry', { when: moment(nextAttemptAt) }) }));
}

/** A number is the HTTP status; a word stands in docs/webhooks.md. @param {Webhook} webhook */
const delivery = ({ lastStatus }) => (!lastStatus ? el('span', { className: 'soft', textContent: t('noDelivery') })
  : /^\d+$/.test(lastStatus) ? t('answered', { status: lastStatus }) : el('code', { textContent: lastStatus }));
