import { el, icon } from '../lib/dom.js';
import { createNotes } from '../lib/notes.js';
import { keystile } from './api.js';
import { t } from './texts.js';

/**
 * The way into the console: one passkey, one button.
 * @param {() => void} then
 */
export function signInPage(then) {
  const button = el('button', { type: 'button', className: 'primary wide' }, icon('passkey'), el('span', { textContent: t('signIn') }));
  const panel = el('section', { className: 'panel gate', 'aria-labelledby': 'gate-title' },
    el('h1', { id: 'gate-title', tabIndex: -1, textContent: t('consoleTitle') }),
    el('p', { className: 'lead', textContent: t('consoleLead') }),
    button,
    el('details', {}, el('summary', { textContent: t('noWayInTitle') }), el('p', {}, t('noWayInText'), ' ', el('code', { textContent: 'keystile admin invite' }))));
  const notes = createNotes(panel, () => keystile.abort());
  button.onclick = async () => {
    if (await notes.act(button, t('waitingForSignIn'), () => keystile.signIn(), { cancelled: t('notSignedIn2') })) then();
  };
  return panel;
}
