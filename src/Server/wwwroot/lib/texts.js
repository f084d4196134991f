import { messages } from '/sdk/index.js';
import de from '../texts/de.js';
import en from '../texts/en.js';
import { translator } from './language.js';

/** A text of the pages in the page's language. */
export const t = translator({ en, de });

/** Refusals that are one thing to a person, such as all by which the site's policy wants another kind of passkey. @type {Record<string, string>} */
const sameAs = Object.fromEntries([...[
  'attestation_untrusted', 'attestation_not_accepted', 'attestation_revoked', 'attestation_key_unfit', 'backup_eligibility_not_allowed', 'backup_state_not_allowed', 'algorithm_not_offered',
].map((code) => [code, 'authenticator_not_allowed']), ['invalid_refresh_token', 'not_signed_in']]);

/**
 * The sentence for people that belongs to an error code; none where nobody has one.
 * @param {string} code
 */
export const sentenceOf = (code) => t(/** @type {any} */ (`error_${sameAs[code] ?? code}`)) || messages[sameAs[code] ?? code];
