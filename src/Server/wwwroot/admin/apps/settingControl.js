import { el } from '../../lib/dom.js';
import { language } from '../../lib/language.js';
import { labelled, select } from '../events.js';
import { t } from '../texts.js';

/** @typedef {{ name: string, box: HTMLElement, value: unknown, read: () => unknown, disable: () => void }} Control */

/** @type {Record<string, string[]>} */
const choices = {
  userVerification: ['required', 'preferred', 'discouraged'],
  attestation: ['', 'none', 'indirect', 'direct', 'enterprise'],
  backupPolicy: ['any', 'deviceBound', 'backupEligible', 'backedUp'],
  signCountPolicy: ['reject', 'rejectDeviceBound', 'flag'],
};

/**
 * The control that fits a setting's value: a box to tick, a number, a choice, a list with a line each, or else its JSON.
 * @param {string} name @param {any} value @param {any} byDefault @param {{ hint?: string, disabled?: boolean }} [more]
 * @returns {Control}
 */
export function settingControl(name, value, byDefault, { hint = hintOf(name, byDefault), disabled = false } = {}) {
  const label = labelOf(name);
  const id = `setting-${name}`;
  const described = hint ? { 'aria-describedby': `${id}-hint` } : {};
  const said = hint && el('p', { className: 'hint', id: `${id}-hint`, textContent: hint });

  if (typeof byDefault === 'boolean') {
    const input = el('input', { type: 'checkbox', id, checked: value, disabled, ...described });
    return control(el('div', { className: 'check' }, input, el('label', { htmlFor: id, textContent: label }), said), input, () => input.checked);
  }
  if (name in choices) {
    const input = select(id, (choices[name] ?? []).map((word) => [word, word === '' ? t('byDefault') : word]), value ?? '');
    input.id = id;
    input.disabled = disabled;
    const box = labelled(label, input);
    if (said) { input.setAttribute('aria-describedby', said.id); box.append(said); }
    return control(box, input, () => input.value || null);
  }
  if (typeof byDefault === 'number') {
    const input = el('input', { type: 'number', id, value: String(value), disabled, inputMode: 'numeric', ...described });
    return control(el('div', { className: 'field' }, el('label', { htmlFor: id, textContent: label }), input, said), input, () => (input.value === '' ? null : Number(input.value)));
  }
  if (typeof byDefault === 'string') {
    const input = el('input', { type: 'text', id, value, disabled, autocapitalize: 'none', spellcheck: false, ...described });
    return control(el('div', { className: 'field' }, el('label', { htmlFor: id, textContent: label }), input, said), input, () => input.value.trim());
  }
  const lines = Array.isArray(byDefault) && [...byDefault, ...(value ?? [])].every((item) => typeof item === 'string') && !(name === 'androidApps');
  const input = el('textarea', { id, rows: lines ? Math.max(2, (value ?? []).length + 1) : 4, disabled, spellcheck: false, autocapitalize: 'none', value: lines ? (value ?? []).join('\n') : JSON.stringify(value ?? null, null, 2), ...described });
  return control(el('div', { className: 'field' }, el('label', { htmlFor: id, textContent: label }), input, said), input, () => (lines ? input.value.split('\n').map((line) => line.trim()).filter(Boolean) : parse(input.value)));

  /** @param {HTMLElement} box @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input @param {() => unknown} read @returns {Control} */
  function control(box, input, read) {
    return { name, box, value: value ?? null, read, disable: () => { input.disabled = true; } };
  }
}

/** @param {string} json */
function parse(json) {
  try {
    return JSON.parse(json || 'null');
  } catch {
    return undefined;
  }
}

/** Seconds as people say them. @param {number} seconds */
function span(seconds) {
  const [unit, size] = /** @type {const} */ ([['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]]).find(([, length]) => seconds % length === 0) ?? ['second', 1];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
}

/** @param {string} name */
const labelOf = (name) => t(/** @type {'set_name'} */ (`set_${name}`)) || name;

/** @param {string} name @param {any} byDefault */
function hintOf(name, byDefault) {
  const hint = t(/** @type {'set_name'} */ (`hint_${name}`));
  if (typeof byDefault !== 'number') return hint;
  return [hint, t('defaultIs', { value: name.endsWith('Seconds') ? `${byDefault} (${span(byDefault)})` : byDefault })].filter(Boolean).join(' ');
}
