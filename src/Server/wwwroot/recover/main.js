import { api } from '../lib/api.js';
import { $, show } from '../lib/dom.js';
import { refuse } from '../lib/field.js';
import { keystile } from '../lib/keystile.js';
import { writeTexts } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { t } from '../lib/texts.js';
import { takeToken } from '../lib/token.js';
import { knownAccount, rememberAccount } from '../signin/account.js';

/** @import { User } from '/sdk/types.js' */

const [username, code, email, endOthers] = ['username', 'code', 'email', 'end-others'].map((id) => /** @type {HTMLInputElement} */ ($(id)));
const notes = createNotes($('recover'));
const token = takeToken();

/** @param {string} view */
function turnTo(view) {
  show(view);
  $(`${view}-title`).focus();
}

$('code-form').onsubmit = async (event) => {
  event.preventDefault();
  if (!want([username, code], t('codeMissing'), $('use-code'))) return;
  const begun = await notes.act($('use-code'), t('recovering'), () => api.post('recovery/redeem', { username: username?.value.trim(), code: code?.value }, { phase: 'verify' }));
  if (begun) enrol(begun.user);
};

$('mail-form').onsubmit = async (event) => {
  event.preventDefault();
  if (!want([email], t('emailMissing'), $('send'))) return;
  const address = email?.value.trim() ?? '';
  const sent = await notes.act($('send'), t('working'), async () => { await api.post('recovery/link', { email: address }); return true; });
  if (!sent) return;
  $('sent-text').textContent = t('linkSentText', { email: address });
  turnTo('sent');
};

/** Goes to the first field that is empty. @param {(HTMLInputElement | undefined)[]} fields @param {string} text @param {HTMLElement} place */
function want(fields, text, place) {
  const empty = fields.find((input) => !input?.value.trim());
  if (!empty) return true;
  notes.put(place);
  notes.alarm(text);
  refuse(empty);
  return false;
}

/** A link is used by a press of a button: programs that look at mail open links and press nothing. */
function offerLink() {
  const opened = createNotes($('opened'));
  $('open').onclick = async () => {
    const begun = await opened.act($('open'), t('recovering'), () => api.post('recovery/link/redeem', { token }, { phase: 'verify' }));
    if (begun) enrol(begun.user);
  };
  turnTo('opened');
}

/** The one thing left to do: a new passkey, and sign in with it. @param {User} user */
function enrol(user) {
  const enrolling = createNotes($('enrol'), () => keystile.abort());
  $('enrol-lead').textContent = t('enrolLead', { name: user.displayName || user.username });
  $('enrol-form').onsubmit = async (event) => {
    event.preventDefault();
    const made = await enrolling.act($('enrol-create'), t('waitingForCreate'), () => keystile.connect({ endOthers: endOthers?.checked }), { cancelled: t('notCreated') });
    if (!made) return;
    rememberAccount(user, 'passkey');
    location.replace('/#recovered');
  };
  turnTo('enrol');
}

writeTexts(t);
for (const input of [username, code, email]) input?.addEventListener('input', () => input.removeAttribute('aria-invalid'));
if (username) username.value = knownAccount()?.username ?? '';
if (token) offerLink();
else turnTo('recover');
