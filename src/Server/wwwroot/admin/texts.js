import { translator } from '../lib/language.js';
import pagesDe from '../texts/de.js';
import pagesEn from '../texts/en.js';
import de from './texts/de.js';
import en from './texts/en.js';

/** A text of the console in its language; what it shares with the other pages stands in their table. */
export const t = translator({ en: { ...pagesEn, ...en }, de: { ...pagesDe, ...de } });
