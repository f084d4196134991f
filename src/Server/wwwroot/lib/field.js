import { el } from './dom.js';

let count = 0;

/**
 * A labelled field with its hint.
 * @param {string} label
 * @param {Partial<HTMLInputElement> & { hint?: string, 'aria-describedby'?: string }} [properties] of the input
 */
export function field(label, { hint, ...properties } = {}) {
  const id = `field-${count += 1}`;
  const input = el('input', { id, type: 'text', autocomplete: 'off', ...(hint && { 'aria-describedby': `${id}-hint` }), ...properties });
  input.addEventListener('input', () => input.removeAttribute('aria-invalid'));
  const box = el('div', { className: 'field' }, el('label', { htmlFor: id, textContent: label }), input, hint && el('p', { className: 'hint', id: `${id}-hint`, textContent: hint }));
  return { box, input };
}

/**
 * A box to tick, with what it is good for.
 * @param {string} label @param {string} hint
 */
export function tick(label, hint) {
  const id = `field-${count += 1}`;
  const input = el('input', { id, type: 'checkbox', 'aria-describedby': `${id}-hint` });
  const box = el('div', { className: 'check' }, input, el('label', { htmlFor: id, textContent: label }), el('p', { className: 'hint', id: `${id}-hint`, textContent: hint }));
  return { box, input };
}

/** Marks the field whose content will not do, and goes there. @param {HTMLInputElement} input */
export function refuse(input) {
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}
