import { createKeystile, messages, PasskeyError } from '/sdk/index.js';
import { abort, ask as askBrowser, takeTurn } from '/sdk/ceremony.js';
import { server } from '/sdk/http.js';
import { creationOptions, credentialJson, requestOptions } from '/sdk/json.js';
import { german } from '/sdk/messages.de.js';
import { ask } from '../lib/dialog.js';
import { icon } from '../lib/dom.js';
import { language } from '../lib/language.js';
import { t } from './texts.js';

/** The console's API. */
const door = server('/admin');

/** The operator's own sign-in, step-up and passkeys: the account API under the console's name. */
export const keystile = createKeystile({ baseUrl: '/admin' });

if (language === 'de') Object.assign(messages, german);
for (const code of /** @type {const} */ ([
  'unknown_credential', 'owners_only', 'last_owner', 'invitation_not_found', 'app_exists', 'rp_id_fixed', 'home_follows_public_url', 'not_found', 'account_locked',
])) messages[code] = t(code);

/** What the server says of a member is for the operator, who can mend it. @param {unknown} error */
function tell(error) {
  if (error instanceof PasskeyError && (error.code === 'invalid_app' || error.code === 'invalid_request')) Object.defineProperty(error, 'userMessage', { value: error.message });
  return error;
}

/** @type {() => void} */
let onSignedOut = () => {};

/** Whoever's session has ended sees the sign-in. @param {() => void} then */
export const whenSignedOut = (then) => { onSignedOut = then; };

/**
 * Asks the server; where it wants a fresh proof, asks the operator for a passkey and then the server again.
 * @param {() => Promise<any>} call
 * @returns {Promise<any>}
 */
async function raised(call) {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PasskeyError && error.code === 'not_signed_in') onSignedOut();
    if (!(error instanceof PasskeyError) || error.code !== 'step_up_required') throw tell(error);
    const proved = await ask({
      title: t('stepUpTitle'), body: [t('stepUpText')], action: t('stepUpAction'), dismiss: t('cancel'), icon: icon('passkey'), waiting: t('waitingForSignIn'),
      onCancel: () => keystile.abort(), work: () => keystile.stepUp({ purpose: 'console' }),
    });
    if (!proved) throw new PasskeyError('aborted', 'ceremony');
    return call().catch((again) => { throw tell(again); });
  }
}

export const api = {
  /** @param {string} path */
  get: (path) => raised(() => door.get(path)),
  /** @param {string} path */
  delete: (path) => raised(() => door.delete(path)),
  /** @param {string} path @param {object} body */
  patch: (path, body) => raised(() => door.patch(path, body)),
  /** @param {string} path @param {object} body */
  post: (path, body) => raised(() => door.post(path, body)),
};

/** Becoming an operator, by a link. */
export const join = {
  abort,
  /** @param {string} invitation @param {string} username */
  run: (invitation, username) => takeTurn(async (signal) => {
    const { publicKey, challengeToken } = await door.post('webauthn/register/begin', { invitation, username }, { signal });
    const credential = credentialJson(await askBrowser('create', { publicKey: creationOptions(publicKey), signal }));
    return door.post('webauthn/register/complete', { challengeToken, credential }, { phase: 'verify' });
  }),
};

/** A ceremony of an app, run here to be looked at. */
export const playground = {
  abort,
  /**
   * @param {string} app @param {'registration' | 'authentication'} kind @param {object | null} record @param {(options: object) => void} onOptions
   * @returns {Promise<{ response: object, report: any }>}
   */
  run: (app, kind, record, onOptions) => takeTurn(async (signal) => {
    const path = `apps/${app}/playground/${kind}`;
    const known = record ? { record } : {};
    const { publicKey, challengeToken } = await door.post(`${path}/begin`, known, { signal });
    onOptions(publicKey);
    const credential = kind === 'registration'
      ? await askBrowser('create', { publicKey: creationOptions(publicKey), signal })
      : await askBrowser('get', { publicKey: requestOptions(publicKey), signal });
    const response = credentialJson(credential);
    return { response, report: await door.post(`${path}/complete`, { challengeToken, credential: response, ...known }, { phase: 'verify' }) };
  }),
};
