import { el } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { t } from './texts.js';
import { table } from './parts.js';

/** @typedef {{ at: string, signedIn: number, registered: number, refused: number }} Count */

const svg = 'http://www.w3.org/2000/svg';
const [width, height, left, bottom] = [960, 240, 36, 24];

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Node} children */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS(svg, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A round number at or above the highest bar. @param {number} most */
function ceiling(most) {
  const least = Math.max(most, 4); // halves of people sign in nowhere
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((top) => top >= least) ?? least;
}

/**
 * Sign-ins over time as bars: those that succeeded, and on top those that were refused. The same numbers stand in a table below.
 * @param {Count[]} counts @param {'hour' | 'day'} by
 */
export function chart(counts, by) {
  const name = new Intl.DateTimeFormat(language, by === 'hour' ? { weekday: 'short', hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' });
  const number = new Intl.NumberFormat(language);
  const top = ceiling(Math.max(...counts.map((count) => count.signedIn + count.refused)));
  const step = (width - left) / counts.length;
  const y = (/** @type {number} */ value) => (height - bottom) * (1 - value / top);
  const sum = (/** @type {'signedIn' | 'registered' | 'refused'} */ what) => counts.reduce((all, count) => all + count[what], 0);
  const summary = t('chartSummary', { signedIn: number.format(sum('signedIn')), refused: number.format(sum('refused')), registered: number.format(sum('registered')) });

  const picture = draw('svg', { viewBox: `0 -8 ${width} ${height + 8}`, class: 'chart', role: 'img', 'aria-label': summary });
  for (const value of [0, top / 2, top]) {
    picture.append(draw('line', { class: 'grid', x1: left, x2: width, y1: y(value), y2: y(value) }),
      draw('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, new Text(number.format(value))));
  }
  counts.forEach((count, i) => {
    const x = left + i * step + step * 0.15;
    const bar = draw('g', {}, draw('title', {}, new Text(`${name.format(new Date(count.at))}: ${t('chartSummary', { signedIn: count.signedIn, refused: count.refused, registered: count.registered })}`)),
      draw('rect', { class: 'hit', x: left + i * step, y: 0, width: step, height: height - bottom }));
    if (count.signedIn) bar.append(draw('rect', { class: 'good', x, y: y(count.signedIn), width: step * 0.7, height: y(0) - y(count.signedIn), rx: 1.5 }));
    if (count.refused) bar.append(draw('rect', { class: 'bad', x, y: y(count.signedIn + count.refused), width: step * 0.7, height: y(count.signedIn) - y(count.signedIn + count.refused), rx: 1.5 }));
    picture.append(bar);
    if (i % Math.ceil(counts.length / 6) === 0) picture.append(draw('text', { x, y: height - 4 }, new Text(name.format(new Date(count.at)))));
  });

  const scroll = el('div', { className: 'chart-scroll', tabIndex: 0, role: 'group', 'aria-label': t('signInsTitle') }, picture);
  requestAnimationFrame(() => { scroll.scrollLeft = scroll.scrollWidth; }); // where it is too wide, today is what matters
  return el('figure', { className: 'chart-box' },
    el('figcaption', {}, el('span', { className: 'key good', textContent: t('signedIn') }), el('span', { className: 'key bad', textContent: t('refused') }), el('span', { className: 'soft', textContent: summary })),
    scroll,
    el('details', {}, el('summary', { textContent: t('asTable') }),
      table(t('signInsTitle'), [t(by), t('signedIn'), t('refused'), t('registered')],
        counts.filter((count) => count.signedIn + count.refused + count.registered > 0).reverse()
          .map((count) => [name.format(new Date(count.at)), number.format(count.signedIn), number.format(count.refused), number.format(count.registered)]))));
}
