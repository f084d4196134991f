import { el } from './dom.js';
import { language } from './language.js';

const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const units = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

/**
 * A moment as people say it: "5 minutes ago", and beyond a week its date.
 * @param {string} time RFC 3339
 */
export function moment(time) {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  if (Math.abs(seconds) > 7 * 86_400) return day.format(new Date(time));
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', Infinity];
  return relative.format(Math.trunc(seconds / size) || 0, unit);
}

/**
 * A sentence about a moment, which tells the exact time to who points at it.
 * @param {string} time @param {string} sentence
 */
export const dated = (time, sentence) => el('time', { dateTime: time, title: full.format(new Date(time)), textContent: sentence });
