import { el } from '../lib/dom.js';
import { createNotes } from '../lib/notes.js';

/**
 * One part of the account: a heading, a sentence, its one action, and notes that say how things went.
 * @param {{ title: string, lead: string, className?: string, action?: HTMLElement | null, onCancel?: () => void }} look
 * @param {...(Node | null | false)} content
 */
export function section({ title, lead, className = '', action, onCancel }, ...content) {
  const id = `section-${title.toLowerCase().replace(/\W+/g, '-')}`;
  const head = el('div', { className: 'head' },
    el('div', {}, el('h2', { id, textContent: title, tabIndex: -1 }), el('p', { className: 'lead', textContent: lead })),
    action);
  const element = el('section', { className: `card ${className}`, 'aria-labelledby': id }, head, ...content);
  const notes = createNotes(element, onCancel);
  notes.put(head);
  return { element, notes };
}
