import de from '../texts/de.js';
import en from '../texts/en.js';
import { translator } from './language.js';

/** A text of the pages in the page's language. */
export const t = translator({ en, de });
