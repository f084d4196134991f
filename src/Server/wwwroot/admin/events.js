import { el } from '../lib/dom.js';
import { field } from '../lib/field.js';
import { createNotes } from '../lib/notes.js';
import { api } from './api.js';
import { eventTable } from './eventTable.js';
import { empty, page, panel } from './parts.js';
import { t } from './texts.js';

/** @import { Place } from './main.js' */

// As docs/events.md lists them; a test compares.
const kinds = [
  'registered', 'registration_refused', 'signed_in', 'sign_in_refused', 'passkey_connected', 'connect_refused', 'stepped_up', 'step_up_refused', 'sign_count_regressed',
  'passkey_renamed', 'passkey_deleted', 'passkey_disabled', 'passkey_enabled', 'session_ended', 'sessions_ended', 'refresh_token_reused', 'account_changed',
  'account_deleted', 'account_locked', 'account_unlocked', 'account_created', 'recovery_codes_made', 'recovery_used', 'recovery_link_made', 'token_generated',
  'token_verified', 'aliases_changed', 'magic_link_sent', 'provider_signed_in', 'provider_refused', 'identity_linked', 'identity_unlinked', 'email_proven', 'app_created', 'app_changed',
  'app_locked', 'app_unlocked', 'users_imported', 'users_exported', 'key_created', 'key_locked', 'key_unlocked', 'key_deleted', 'secret_from_browser', 'operator_invited',
  'invitation_withdrawn', 'operator_joined', 'operator_changed', 'operator_removed', 'personal_data_read', 'webhook_created', 'webhook_deleted',
  'webhook_disabled', 'webhook_replayed', 'requests_refused', 'signing_key_made', 'signing_key_retired',
  'restored', 'moved', 'epoch_raised', 'root_key_changed',
];

/** What happened, with filters that stand in the address. @param {Place} place */
export async function eventsPage({ query }) {
  const apps = await api.get('apps');
  const filters = eventFilters(query, apps.items.map((/** @type {{ id: string }} */ app) => app.id));
  return page({ title: t('events'), lead: t('eventsLead') }, panel(t('filters'), {}, filters), await eventList(query));
}

/** @param {URLSearchParams} query @param {string[]} apps */
function eventFilters(query, apps) {
  const app = select('app', [['', t('allApps')], ...apps.map((id) => /** @type {[string, string]} */ ([id, id])), ['admin', t('theConsole')]], query.get('app') ?? '');
  const kind = select('kind', [['', t('allKinds')], ...kinds.map((name) => /** @type {[string, string]} */ ([name, name]))], query.get('kind') ?? '');
  const since = field(t('since'), { type: 'datetime-local', name: 'since', value: query.get('since') ?? '' });
  const until = field(t('until'), { type: 'datetime-local', name: 'until', value: query.get('until') ?? '' });
  const form = el('form', { className: 'filters' }, labelled(t('app'), app), labelled(t('kind'), kind), since.box, until.box,
    el('div', { className: 'toolbar' }, el('button', { type: 'submit', className: 'primary small', textContent: t('show') }), el('a', { className: 'button secondary small', href: '#/events', textContent: t('clear') })));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)].filter(([, value]) => value)));
    location.hash = `#/events?${wanted}`;
  });
  return form;
}

/** A page of events and the button for more. @param {URLSearchParams} query */
export async function eventList(query) {
  const wanted = new URLSearchParams(query);
  for (const name of ['since', 'until']) if (wanted.get(name)) wanted.set(name, new Date(String(wanted.get(name))).toISOString());
  const first = await api.get(`events?${wanted}`);
  if (first.items.length === 0) return panel(t('events'), {}, empty(t('noEvents'), t('noEventsText')));
  const list = el('div', {}, eventTable(first.items));
  const more = el('button', { type: 'button', className: 'secondary small', textContent: t('more'), hidden: !first.next });
  const element = panel(t('events'), {}, list, el('div', { className: 'toolbar' }, more));
  const notes = createNotes(element);
  let { next } = first;
  more.onclick = async () => {
    wanted.set('after', next);
    const answer = await notes.act(more, t('working'), () => api.get(`events?${wanted}`));
    if (!answer) return;
    list.append(eventTable(answer.items));
    next = answer.next;
    more.hidden = !next;
  };
  return element;
}

/** @param {string} name @param {[string, string][]} options @param {string} value */
export function select(name, options, value) {
  const element = el('select', { name, id: `select-${name}` }, ...options.map(([key, text]) => el('option', { value: key, textContent: text })));
  element.value = value;
  return element;
}

/** @param {string} label @param {HTMLElement} control */
export const labelled = (label, control) => el('div', { className: 'field' }, el('label', { htmlFor: control.id, textContent: label }), control);
