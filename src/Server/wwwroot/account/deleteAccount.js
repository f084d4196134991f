import { api } from '../lib/api.js';
import { ask } from '../lib/dialog.js';
import { el } from '../lib/dom.js';
import { field, refuse } from '../lib/field.js';
import { t } from '../lib/texts.js';
import { forgetAccount } from '../signin/account.js';
import { raised } from './raised.js';
import { section } from './section.js';

/** @import { Account } from './main.js' */

/** The end of it all: the username typed once more, and proof that it is the person. @param {Account} account */
export function deleteSection(account) {
  const open = el('button', { type: 'button', className: 'quiet small risky', textContent: t('deleteAccount') });
  const { element } = section({ title: t('deleteAccountTitle'), lead: t('deleteAccountLead'), className: 'risk', action: open });
  open.onclick = async () => {
    const { username } = account.data;
    const { box, input } = field(t('deleteAccountConfirm'), { autocapitalize: 'none', spellcheck: false });
    const deleted = await ask({
      title: t('deleteAccountAsk'), body: [t('deleteAccountText', { name: username }), box], action: t('deleteAccount'), danger: true, dismiss: t('cancel'),
      check: (notes) => {
        if (input.value.trim() === username) return true;
        notes.alarm(t('deleteAccountMismatch', { name: username }));
        refuse(input);
        return false;
      },
      work: () => raised(account.name, 'delete the account', () => api.delete('account')),
    });
    if (!deleted) return;
    forgetAccount();
    account.leave('#deleted');
  };
  return { element };
}
