import { api } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { tick } from '../lib/field.js';
import { keystile } from '../lib/keystile.js';
import { t } from '../lib/texts.js';
import { raised } from './raised.js';

/** @import { Passkey } from '/sdk/types.js' */
/** @import { Around } from './passkeyCard.js' */

/**
 * Says what a deletion means, and twice for the last way in.
 * @param {Passkey} passkey
 * @param {Around} around
 */
export async function deletePasskey({ id, name, provider, current }, { account, isLast, onChanged }) {
  const meaning = provider ? t('deletePasskeyFrom', { provider: provider.name }) : t('deletePasskeyText');
  const { box, input } = tick(t('endOtherSessions'), t('endOtherSessionsHint'));
  const deleted = await ask({
    title: isLast ? t('lastPasskeyTitle') : t('deletePasskeyTitle', { name }),
    body: [...(isLast ? [t('lastPasskeyText')] : []), meaning, ...(current ? [t('deleteCurrent')] : [box])],
    action: isLast ? t('deleteAnyway') : t('delete'), danger: true, dismiss: t('cancel'),
    work: async () => {
      const done = await raised(account.name, 'delete a passkey', () => keystile.passkeys.delete(id, { force: isLast }));
      if (input.checked) await api.delete('sessions');
      return done;
    },
  });
  if (!deleted) return;
  if (current) account.leave();
  else await Promise.all([onChanged(t('passkeyDeleted', { name })), account.reloadSessions()]);
}
