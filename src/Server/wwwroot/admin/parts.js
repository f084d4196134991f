import { el, icon } from '../lib/dom.js';
import { said } from '../lib/notes.js';
import { dated, moment } from '../lib/time.js';
import { t } from './texts.js';

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * A page: where one is, what it is called, what can be done here.
 * @param {{ title: string, lead?: string, above?: [string, string][], actions?: Child[], badge?: Child }} head `above` are the links that lead back
 * @param {...Child} children
 */
export const page = ({ title, lead, above = [], actions = [], badge }, ...children) =>
  el('article', { className: 'page' },
    above.length > 0 && el('nav', { className: 'above', 'aria-label': t('above') }, ...above.map(([name, href]) => el('a', { href, textContent: name }))),
    el('div', { className: 'head' },
      el('div', {}, el('h1', { tabIndex: -1 }, title), badge || null, lead && el('p', { className: 'lead', textContent: lead })),
      el('div', { className: 'toolbar' }, ...nodes(actions))),
    ...nodes(children));

/**
 * A part of a page with a heading of its own.
 * @param {string} title @param {{ lead?: string, action?: Child, className?: string }} more @param {...Child} children
 */
export function panel(title, { lead, action, className = '' }, ...children) {
  const heading = el('h2', { tabIndex: -1, textContent: title });
  const element = el('section', { className: `panel ${className}` },
    el('div', { className: 'head' }, el('div', {}, heading, lead && el('p', { className: 'lead', textContent: lead })), ...nodes([action])), ...nodes(children));
  heading.id = `panel-${title.toLowerCase().replace(/\W+/g, '-')}`;
  element.setAttribute('aria-labelledby', heading.id);
  return element;
}

/** What a list says while it holds nothing. @param {string} title @param {string} text @param {string} [picture] @param {...Child} actions */
export const empty = (title, text, picture = 'keystile', ...actions) =>
  el('div', { className: 'empty' }, icon(picture), el('h3', { textContent: title }), el('p', { textContent: text }), ...nodes(actions));

/**
 * A table that becomes a list of cards on a phone: every cell knows its column's name.
 * @param {string} caption @param {string[]} columns @param {Child[][]} rows the first cell names its row
 */
export const table = (caption, columns, rows) =>
  el('div', { className: 'table', tabIndex: 0, role: 'group', 'aria-label': caption },
    el('table', {},
      el('caption', { className: 'visually-hidden', textContent: caption }),
      el('thead', {}, el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, name || el('span', { className: 'visually-hidden', textContent: t('actions') }))))),
      el('tbody', {}, ...rows.map((cells) => el('tr', {}, ...cells.map((cell, i) =>
        i === 0 ? el('th', { scope: 'row', 'data-column': columns[i] ?? '' }, ...nodes([cell])) : el('td', { 'data-column': columns[i] ?? '' }, ...nodes([cell]))))))));

/** A list of names and values. @param {[string, Child][]} rows */
export const facts = (rows) => el('dl', { className: 'facts' }, ...rows.map(([name, value]) => el('div', {}, el('dt', { textContent: name }), el('dd', {}, ...nodes([value])))));

/** @param {string} text @param {'' | 'warm' | 'strong' | 'alarm'} [look] */
export const badge = (text, look = '') => el('span', { className: `badge ${look}`, textContent: text });

/** @param {string | null | undefined} time */
export const when = (time) => (time ? dated(time, moment(time)) : el('span', { className: 'soft', textContent: t('never') }));

/** Text to be copied, with the button that does it. @param {string} label @param {string} text */
export function secret(label, text) {
  const value = el('code', { className: 'secret', textContent: text, tabIndex: 0 });
  const copy = el('button', { type: 'button', className: 'secondary small', textContent: t('copy'), 'aria-label': t('copyThe', { what: label }) });
  const done = el('span', { className: 'visually-hidden', role: 'status' });
  copy.onclick = async () => {
    await navigator.clipboard.writeText(text).then(() => { copy.textContent = done.textContent = t('copied'); }, () => {
      getSelection()?.selectAllChildren(value); // where the browser lets nobody copy, the text is ready to be
    });
  };
  return el('div', { className: 'copy' }, el('p', { className: 'label', textContent: label }), el('div', {}, value, copy), done);
}

/** What stands in a page's place when it could not be read. @param {unknown} error @param {() => void} again */
export function failed(error, again) {
  if (!(/** @type {any} */ (error).code)) reportError(error);
  return el('div', { className: 'note', role: 'alert', tabIndex: -1 }, el('h1', { className: 'visually-hidden', tabIndex: -1, textContent: t('cannotShow') }), ...said(/** @type {any} */ (error)),
    el('button', { type: 'button', className: 'secondary small', textContent: t('tryAgain'), onclick: again }));
}

/** @param {Child[]} children @returns {(Node | string)[]} */
const nodes = (children) => /** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false));
