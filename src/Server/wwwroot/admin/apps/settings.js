import { el } from '../../lib/dom.js';
import { createNotes } from '../../lib/notes.js';
import { api } from '../api.js';
import { panel } from '../parts.js';
import { t } from '../texts.js';
import { settingControl } from './settingControl.js';

/** @import { Operator } from '../main.js' */
/** @import { AppData } from './app.js' */
/** @import { Control } from './settingControl.js' */

/** Which settings stand together. What the server knows and this list does not stands under "more". */
const groups = /** @type {const} */ ([
  ['settingsPasskeys', ['userVerification', 'attestation', 'requireTrustedAttestation', 'backupPolicy', 'passkeysPerUser', 'signCountPolicy', 'allowedModels', 'deniedModels', 'challengeSeconds']],
  ['settingsSessions', ['sessionIdleSeconds', 'sessionSeconds', 'sessionTokens', 'signUp']],
  ['settingsService', ['generatedTokens', 'magicLinks', 'repeatedVerify', 'eventDays', 'relatedOrigins']],
]);

/** Everything an operator decides about an app. @param {Operator} me @param {AppData} app */
export function settingsPanels(me, app) {
  const known = new Set(groups.flatMap(([, names]) => /** @type {readonly string[]} */ (names)));
  const more = Object.keys(app.defaults).filter((name) => !known.has(name));
  return [
    identity(me, app),
    ...groups.map(([title, names]) => group(me, app, t(title), [...names].filter((name) => name in app.defaults || name === 'attestation'))),
    more.length > 0 ? group(me, app, t('settingsMore'), more) : null,
  ];
}

/** @param {Operator} me @param {AppData} app */
function identity(me, app) {
  const follows = app.id === 'home';
  const name = settingControl('name', app.name, app.name);
  const rpId = settingControl('rpId', app.rpId, app.rpId, { hint: app.rpIdFixed ? t(follows ? 'followsUrl' : 'rpIdFixedHint') : t('rpIdHint'), disabled: app.rpIdFixed });
  const origins = settingControl('origins', app.origins, app.origins, { hint: follows ? t('followsUrl') : t('originsHint'), disabled: follows });
  return form(me, t('settingsIdentity'), [name, rpId, origins], (changed) => api.patch(`apps/${app.id}`, changed));
}

/** @param {Operator} me @param {AppData} app @param {string} title @param {string[]} names */
const group = (me, app, title, names) =>
  form(me, title, names.map((name) => settingControl(name, app.settings[name], app.defaults[name])), (settings) => api.patch(`apps/${app.id}`, { settings }));

/** @param {Operator} me @param {string} title @param {Control[]} controls @param {(changed: Record<string, unknown>) => Promise<unknown>} save */
function form(me, title, controls, save) {
  const button = el('button', { type: 'submit', className: 'primary small', textContent: t('save') });
  const toolbar = el('div', { className: 'toolbar' }, button);
  const element = el('form', { className: 'fields', noValidate: true }, ...controls.map((control) => control.box), me.role === 'owner' && toolbar);
  if (me.role !== 'owner') for (const control of controls) control.disable();
  const notes = createNotes(element);
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    /** @type {Record<string, unknown>} */
    const changed = {};
    for (const control of controls) {
      const value = control.read();
      if (value === undefined) {
        notes.put(toolbar);
        notes.alarm(t('notJson', { name: control.name }));
        return;
      }
      if (JSON.stringify(value) !== JSON.stringify(control.value)) changed[control.name] = value;
    }
    if (Object.keys(changed).length === 0) {
      notes.put(toolbar);
      notes.calm(t('nothingChanged'));
      return;
    }
    const done = await notes.act(toolbar, t('working'), async () => { await save(changed); return true; });
    if (!done) return;
    for (const control of controls) if (control.name in changed) control.value = changed[control.name];
    notes.calm(t('saved'));
  });
  return panel(title, {}, element);
}
