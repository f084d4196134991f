import { PasskeyError } from '/sdk/index.js';
import { el, icon } from '../lib/dom.js';
import { ask } from '../lib/dialog.js';
import { keystile } from '../lib/keystile.js';
import { t } from '../lib/texts.js';

/**
 * Does what may need proof that it is still the person: asks for one of their passkeys where the server wants it, then does it again.
 * @template T
 * @param {string} name whose account it is: shown, never asked for
 * @param {string} purpose
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function raised(name, purpose, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PasskeyError) || error.code !== 'step_up_required') throw error;
    const proved = await ask({
      title: t('stepUpTitle'),
      body: [t('stepUpText', { name }), el('p', { className: 'soft' }, `${t('stepUpOther')} `, el('a', { href: '/recover', textContent: t('tryAnotherWay') }))],
      action: t('stepUpAction'), icon: icon('passkey'), waiting: t('waitingForSignIn'),
      onCancel: () => keystile.abort(),
      work: () => keystile.stepUp({ purpose }),
    });
    if (!proved) throw new PasskeyError('aborted', 'ceremony');
    return work();
  }
}
