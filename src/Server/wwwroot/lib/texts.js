import { messages } from '/sdk/index.js';
import de from '../texts/de.js';
import en from '../texts/en.js';
import { translator } from './language.js';

/** A text of the pages in the page's language. */
export const t = translator({ en, de });

/**
 * The sentence for people that belongs to an error code; none where nobody has one.
 * @param {string} code
 */
export const sentenceOf = (code) => t(/** @type {any} */ (`error_${code}`)) || messages[code];
