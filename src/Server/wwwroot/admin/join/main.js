import { $, show } from '../../lib/dom.js';
import { writeTexts } from '../../lib/language.js';
import { createNotes } from '../../lib/notes.js';
import { api, join } from '../api.js';
import { t } from '../texts.js';

const username = /** @type {HTMLInputElement} */ ($('username'));

// Behind the #, where no server hears it; and out of the address bar, where a shoulder reads it.
const invitation = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

async function start() {
  try {
    const offer = await api.post('invitation', { invitation });
    $('join-lead').textContent = t(offer.role === 'owner' ? 'joinAsOwner' : 'joinAsViewer');
    show('join');
    username.focus();
  } catch {
    show('gone');
    $('gone-title').focus();
  }
}

const form = $('form');
const notes = createNotes(form, () => join.abort());

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!username.value.trim()) {
    username.setAttribute('aria-invalid', 'true');
    notes.put($('go'));
    notes.alarm(t('joinNameMissing'));
    username.focus();
    return;
  }
  username.removeAttribute('aria-invalid');
  const joined = await notes.act($('go'), t('waitingForCreate'), () => join.run(invitation, username.value.trim()), { cancelled: t('joinCancelled') });
  if (joined) location.replace('/admin');
});

writeTexts(t);
start();
