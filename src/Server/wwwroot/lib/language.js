import { el } from './dom.js';
import { recall, remember } from './store.js';

/** Each language by its own name. A new one is a line here and a table beside each `en.js`. */
export const languages = { en: 'English', de: 'Deutsch' };

/** @typedef {keyof typeof languages} Language */

/** What the person chose here, or else the first of the browser's languages that we have. */
export const language = [recall('language'), ...navigator.languages]
  .map((tag) => /** @type {Language} */ (String(tag).split('-')[0]))
  .find((tag) => tag in languages) ?? 'en';

/**
 * Puts values into a text's braces.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));

/**
 * Reads one table in the page's language. A text for numbers is two: `…One` and `…Many`, told apart by `count`.
 * @template {Record<string, string>} Table
 * @param {Record<Language, Table>} tables
 * @returns {(key: keyof Table & string, values?: Record<string, string | number>) => string}
 */
export const translator = (tables) => (key, values = {}) => fill(tables[language][key] ?? '', values);

/**
 * Writes the page's fixed texts: `data-text` inside an element, `data-label` as its name for screen readers.
 * @param {(key: any) => string} t
 */
export function writeTexts(t) {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.getAttribute('data-text'));
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.getAttribute('data-label')));
  for (const place of document.querySelectorAll('[data-languages]')) place.replaceChildren(...Object.keys(languages).map(choice));
}

/** @param {string} tag */
function choice(tag) {
  const chosen = tag === language;
  return el('button', {
    type: 'button', className: 'link', lang: tag, textContent: languages[/** @type {Language} */ (tag)], 'aria-pressed': String(chosen),
    onclick: () => {
      if (chosen) return;
      remember('language', tag);
      location.reload();
    },
  });
}
