/**
 * The element with this id; the page is written with it.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 */
export const $ = (id) => /** @type {T} */ (document.getElementById(id));

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties] by the names of the DOM; a name with a dash is an attribute; `undefined` and `false` are left out
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.includes('-') || !(name in element)) element.setAttribute(name, String(value));
    else Reflect.set(element, name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

const svg = 'http://www.w3.org/2000/svg';

/**
 * One of `img/icons.svg`, beside words that say the same: screen readers pass it over.
 * @param {string} name
 */
export function icon(name) {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `/img/icons.svg#${name}`);
  picture.append(use);
  return picture;
}

/**
 * Shows one of the page's views and names the page after it.
 * @param {string} view the id of a section in `main` whose heading is `${view}-title`
 */
export function show(view) {
  for (const section of document.querySelectorAll('main > section')) section.toggleAttribute('hidden', section.id !== view);
  document.title = `${$(`${view}-title`).textContent} · Keystile`;
}
