import { el } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { api } from './api.js';
import { chart } from './chart.js';
import { eventTable } from './eventTable.js';
import { empty, page, panel } from './parts.js';
import { t } from './texts.js';

/** @import { Place } from './main.js' */

/** What goes on, at a glance. @param {Place} place */
export async function overviewPage({ query }) {
  const by = query.get('by') === 'hour' ? 'hour' : 'day';
  const [apps, signIns, events] = await Promise.all([api.get('apps'), api.get(`sign-ins?by=${by}`), api.get('events?limit=8')]);
  const sum = (/** @type {'users' | 'passkeys'} */ what) => apps.items.reduce((/** @type {number} */ all, /** @type {any} */ app) => all + app[what], 0);
  const today = signIns.items.at(-1);

  return page({ title: t('overview'), lead: t('overviewLead') },
    el('ul', { className: 'figures', role: 'list' },
      figure(t('apps'), apps.items.length, '#/apps'), figure(t('users'), sum('users')), figure(t('passkeys'), sum('passkeys')),
      figure(t(by === 'hour' ? 'signInsThisHour' : 'signInsToday'), today?.signedIn ?? 0)),
    panel(t('signInsTitle'), { lead: t(by === 'hour' ? 'lastHours' : 'lastDays'), action: choice(by) }, chart(signIns.items, by)),
    panel(t('recentEvents'), { action: el('a', { className: 'button secondary small', href: '#/events', textContent: t('allEvents') }) },
      events.items.length ? eventTable(events.items) : empty(t('noEvents'), t('noEventsText'))));
}

/** @param {string} name @param {number} value @param {string} [href] */
function figure(name, value, href) {
  const number = el('strong', { textContent: new Intl.NumberFormat(language).format(value) });
  return el('li', { className: 'figure' }, el('span', { textContent: name }), href ? el('a', { href }, number) : number);
}

/** @param {'hour' | 'day'} by */
const choice = (by) => el('nav', { className: 'choice', 'aria-label': t('period') },
  el('a', { href: '#/?by=day', textContent: t('byDay'), 'aria-current': by === 'day' && 'true' }),
  el('a', { href: '#/?by=hour', textContent: t('byHour'), 'aria-current': by === 'hour' && 'true' }));
