import { ask } from '../../lib/dialog.js';
import { el, icon } from '../../lib/dom.js';
import { field, refuse } from '../../lib/field.js';
import { language } from '../../lib/language.js';
import { api } from '../api.js';
import { badge, empty, page, panel, secret, table, when } from '../parts.js';
import { t } from '../texts.js';

/** @import { Place } from '../main.js' */
/** @typedef {{ id: string, name: string, rpId: string, origins: string[], createdAt: string, lockedAt: string | null, users: number, passkeys: number }} AppItem */

/** Every app this server answers for. @param {Place} place */
export async function appsPage({ me }) {
  /** @type {AppItem[]} */
  const apps = (await api.get('apps')).items;
  const number = new Intl.NumberFormat(language);
  const add = () => me.role === 'owner' && el('button', { type: 'button', className: 'primary small', onclick: create }, icon('plus'), el('span', { textContent: t('newApp') }));
  return page({ title: t('apps'), lead: t('appsLead'), actions: [add()] },
    panel(t('apps'), {}, table(t('apps'), [t('name'), t('set_rpId'), t('users'), t('passkeys'), t('created')], apps.map((app) => [
      el('span', { className: 'named' }, el('a', { href: `#/apps/${app.id}`, textContent: app.name }), el('code', { className: 'soft', textContent: app.id }), app.lockedAt && badge(t('locked'), 'warm')),
      el('code', { textContent: app.rpId }), number.format(app.users), number.format(app.passkeys), when(app.createdAt),
    ]))),
    apps.length < 2 && panel(t('firstAppTitle'), {}, empty(t('firstAppHead'), t('firstAppText'), 'passkey', add())));
}

async function create() {
  const id = field(t('appId'), { hint: t('appIdHint'), autocapitalize: 'none', spellcheck: false, required: true });
  const name = field(t('name'), { hint: t('appNameHint') });
  const rpId = field(t('set_rpId'), { hint: t('rpIdHint'), placeholder: 'example.com', autocapitalize: 'none', spellcheck: false });
  const origin = field(t('origin'), { hint: t('originHint'), placeholder: 'https://example.com', autocapitalize: 'none', spellcheck: false });
  const made = await ask({
    title: t('newApp'), body: [el('div', { className: 'fields' }, id.box, name.box, rpId.box, origin.box)], action: t('createApp'), dismiss: t('cancel'),
    check: (notes) => {
      const missing = [id, rpId, origin].find(({ input }) => !input.value.trim());
      if (!missing) return true;
      notes.alarm(t('fillIn'));
      refuse(missing.input);
      return false;
    },
    work: () => api.post('apps', { id: id.input.value.trim(), rpId: rpId.input.value.trim(), origins: [origin.input.value.trim()], ...(name.input.value.trim() && { name: name.input.value.trim() }) }),
  });
  if (!made) return;
  await ask({
    title: t('appReady', { name: made.app.name }), action: t('toTheApp'), dismiss: null,
    body: [t('keysOnce'), secret(t('publicKey'), made.publicKey), secret(t('secretKey'), made.secretKey)], work: async () => true,
  });
  location.hash = `#/apps/${made.app.id}`;
}
