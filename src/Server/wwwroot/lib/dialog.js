import { el } from './dom.js';
import { createNotes } from './notes.js';
import { t } from './texts.js';

/** @import { Notes } from './notes.js' */

let count = 0;

/**
 * Asks before something happens; `check` may refuse what was typed. Settles when the dialog is closed: with what `work` gave, or undefined where the person let it be.
 * @template T
 * @param {{
 *   title: string, body?: (Node | string)[], action: string, dismiss?: string | null, danger?: boolean, icon?: Node, waiting?: string,
 *   onCancel?: () => void, cancelled?: string, check?: (notes: Notes) => boolean, work: () => Promise<T>,
 * }} question
 * @returns {Promise<T | undefined>}
 */
export function ask({ title, body = [], action, dismiss = t('notNow'), danger, icon, waiting = t('working'), onCancel, cancelled, check = () => true, work }) {
  const id = `dialog-${count += 1}`;
  const go = el('button', { className: danger ? 'danger' : 'primary', type: 'submit' }, icon, el('span', { textContent: action }));
  const form = el('form', { method: 'dialog', noValidate: true },
    el('h2', { id: `${id}-title`, textContent: title, tabIndex: -1 }),
    el('div', { className: 'dialog-body', id: `${id}-body` }, ...body.map((part) => (typeof part === 'string' ? el('p', { textContent: part }) : part))),
    el('div', { className: 'actions' }, go, dismiss !== null && el('button', { className: 'secondary', type: 'button', textContent: dismiss, onclick: () => notes.busy || dialog.close() })));
  const dialog = el('dialog', { 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-body` }, form);
  const notes = createNotes(form, onCancel);
  const actions = /** @type {HTMLElement} */ (form.lastElementChild);
  notes.put(actions);
  document.body.append(dialog);
  dialog.showModal();
  if (!body.some((part) => part instanceof Element && part.querySelector('input'))) form.querySelector('h2')?.focus();

  return new Promise((resolve) => {
    /** @type {T | undefined} */
    let result;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (notes.busy || !check(notes)) return;
      const answer = await notes.act(actions, waiting, work, { cancelled });
      if (answer === undefined) return; // it did not go well, and the notes say why
      result = answer;
      dialog.close();
    });
    dialog.addEventListener('cancel', (event) => {
      if (dismiss === null) event.preventDefault(); // what is shown once is not lost by one key
      onCancel?.();
    });
    dialog.addEventListener('close', () => { dialog.remove(); resolve(result); });
  });
}
