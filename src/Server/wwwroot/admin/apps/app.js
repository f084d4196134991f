import { ask } from '../../lib/dialog.js';
import { el } from '../../lib/dom.js';
import { api } from '../api.js';
import { eventList } from '../events.js';
import { usersPanel } from '../people/users.js';
import { badge, page } from '../parts.js';
import { t } from '../texts.js';
import { keysPanel } from './keys.js';
import { playgroundPanel } from './playground.js';
import { settingsPanels } from './settings.js';
import { webhooksPanel } from './webhooks.js';

/** @import { Place } from '../main.js' */
/**
 * @typedef {{ id: string, name: string, rpId: string, rpIdFixed: boolean, origins: string[], settings: Record<string, any>, defaults: Record<string, any>,
 *   advice: string[], createdAt: string, lockedAt: string | null }} AppData
 */

const tabs = /** @type {const} */ (['users', 'keys', 'settings', 'events', 'webhooks', 'playground']);

/** One app: its users, keys, settings, events, webhooks, and a place to try it out. @param {Place} place */
export async function appPage({ me, parts: [id = '', tab], query }) {
  /** @type {AppData} */
  const app = await api.get(`apps/${id}`);
  const chosen = tabs.find((name) => name === tab) ?? 'users';
  const lock = me.role === 'owner' && id !== 'home' && el('button', { type: 'button', className: 'secondary small', textContent: t(app.lockedAt ? 'unlock' : 'lock'), onclick: () => lockDialog(app) });
  const here = el('a', { href: `#/apps/${id}/${chosen}`, textContent: t(chosen), 'aria-current': 'page' });
  requestAnimationFrame(() => here.scrollIntoView({ block: 'nearest', inline: 'center' })); // on a phone the tabs go on beyond the edge
  return page({ title: app.name, above: [[t('apps'), '#/apps']], badge: app.lockedAt && badge(t('locked'), 'warm'), actions: [lock], lead: `${app.id} · ${app.rpId}` },
    app.advice.length > 0 && el('div', { className: 'advice', role: 'note' }, el('strong', { textContent: t('adviceTitle') }), ...app.advice.map((text) => el('p', { textContent: text }))),
    el('nav', { className: 'tabs', 'aria-label': app.name }, ...tabs.map((name) => (name === chosen ? here : el('a', { href: `#/apps/${id}/${name}`, textContent: t(name) })))),
    ...await content());

  /** @returns {Promise<(HTMLElement | null)[]>} */
  async function content() {
    switch (chosen) {
      case 'keys': return [await keysPanel(me, app)];
      case 'settings': return settingsPanels(me, app);
      case 'events': return [await eventList(new URLSearchParams({ app: id }))];
      case 'webhooks': return [await webhooksPanel(me, app)];
      case 'playground': return [playgroundPanel(app)];
      default: return [await usersPanel(app, query.get('search') ?? '')];
    }
  }
}

/** @param {AppData} app */
async function lockDialog(app) {
  const locked = !app.lockedAt;
  const done = await ask({
    title: t(locked ? 'lockAppTitle' : 'unlockAppTitle', { name: app.name }), body: [t(locked ? 'lockAppText' : 'unlockAppText')],
    action: t(locked ? 'lock' : 'unlock'), danger: locked, dismiss: t('cancel'), work: async () => { await api.patch(`apps/${app.id}`, { locked }); return true; },
  });
  if (done) dispatchEvent(new Event('hashchange'));
}
