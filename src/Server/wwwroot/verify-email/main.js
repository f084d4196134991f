import { PasskeyError } from '/sdk/index.js';
import { api } from '../lib/api.js';
import { $, show } from '../lib/dom.js';
import { writeTexts } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { t } from '../lib/texts.js';
import { takeToken } from '../lib/token.js';

const notes = createNotes($('verify'));
const token = takeToken();

$('confirm').onclick = async () => {
  const proven = await notes.act($('confirm'), t('working'), () => api.post('account/email/verify', { token: token ?? '' }, { phase: 'verify' }), { onError: signInFirst });
  if (proven) location.replace('/account#email');
};

/** Whose mailbox it is says nothing of whose account. @param {PasskeyError} error */
function signInFirst(error) {
  if (error.status !== 401) return false;
  location.replace('/#verify');
  return true;
}

writeTexts(t);
show('verify');
$('verify-title').focus();
