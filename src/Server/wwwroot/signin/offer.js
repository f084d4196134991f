import { $, show } from '../lib/dom.js';
import { keystile } from '../lib/keystile.js';
import { createNotes } from '../lib/notes.js';
import { t } from '../lib/texts.js';
import { offerLater, offerNever } from './account.js';

/**
 * After a sign-in by a phone or a security key: a passkey on this device, for whoever wants one.
 * @param {(news: 'added' | 'back') => void} onDone
 */
export function showOffer(onDone) {
  const notes = createNotes($('offer'), () => keystile.abort());
  $('offer-create').onclick = async () => {
    const connected = await notes.act($('offer-create'), t('waitingForCreate'), () => keystile.connect({ attachment: 'platform' }), { cancelled: t('notCreated') });
    if (connected) onDone('added');
  };
  $('offer-later').onclick = () => { offerLater(); onDone('back'); };
  $('offer-never').onclick = () => { offerNever(); onDone('back'); };
  show('offer');
  $('offer-title').focus();
}
