import { texts } from './texts.js';

/**
 * The element with this id; the page is written with it.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 */
export const $ = (id) => /** @type {T} */ (document.getElementById(id));

/** Writes the page's fixed texts. */
export function writeTexts() {
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = texts[/** @type {keyof typeof texts} */ (element.getAttribute('data-text'))];
}

/**
 * Shows one of the page's views.
 * @param {'unsupported' | 'sign-in' | 'signed-in'} view
 */
export function show(view) {
  for (const section of document.querySelectorAll('main > section')) section.toggleAttribute('hidden', section.id !== view);
  document.title = `${$(`${view}-title`).textContent} · Keystile`;
}
