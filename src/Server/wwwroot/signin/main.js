import { $, show } from '../lib/dom.js';
import { keystile, tabs, wantsLocalPasskey } from '../lib/keystile.js';
import { writeTexts } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { sentenceOf, t } from '../lib/texts.js';
import { knownAccount, mayOffer, rememberAccount } from './account.js';
import { showAgain } from './again.js';
import { showOffer } from './offer.js';
import { providerButton, providers } from './providers.js';

/** @import { PasskeyError } from '/sdk/index.js' */
/** @import { SignedIn } from '/sdk/types.js' */
/** @import { Provider } from './providers.js' */

const username = /** @type {HTMLInputElement} */ ($('username'));
const notes = createNotes($('sign-in'), () => keystile.abort());
const page = createNotes($('page'));
const offered = providers();

/** @type {'auto' | 'modal'} */
let mode = 'auto';
let stopAutofill = () => {};

/** Whoever is signed in belongs on the account page; everybody else signs in here. */
async function start() {
  stopAutofill();
  const [session, list] = await Promise.all([keystile.session.get().catch(() => null), offered]);
  if (session) return location.replace(`/account${location.hash}`);
  offerProviders(list);
  const account = knownAccount();
  if (!keystile.isSupported()) show('unsupported');
  else if (account) showAgain(account, list, { onSignedIn: (answer) => welcome(answer, 'back'), onOther: offerSignIn });
  else offerSignIn();
}

/** @param {Provider[]} list */
function offerProviders(list) {
  const method = knownAccount()?.method;
  const last = (/** @type {Provider} */ { provider }) => provider === method;
  $('providers').hidden = list.length === 0;
  $('ways').replaceChildren(...[...list].sort((a, b) => Number(last(b)) - Number(last(a))).map((provider) => providerButton(provider, { last: last(provider) })));
}

function offerSignIn() {
  notes.put($('create'));
  notes.rest();
  show('sign-in');
  username.focus();
  stopAutofill = keystile.autofill({
    onPicked: () => notes.wait(t('checking'), $('use')),
    onSignedIn: (answer) => welcome(answer, 'back'),
    onError: (error) => notes.alarm(error),
  });
}

/** @param {SignedIn} answer @param {'back' | 'new'} news */
function welcome({ user }, news) {
  stopAutofill();
  rememberAccount(user, 'passkey');
  tabs.postMessage('signed-in');
  if (news === 'back' && wantsLocalPasskey() && mayOffer()) showOffer(enter);
  else enter(news);
}

/** @param {'back' | 'new' | 'added'} news what the account page says first */
const enter = (news) => location.replace(`/account#${news}`);

$('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  username.removeAttribute('aria-invalid');
  const answer = await notes.act($('use'), t('waitingForSignIn'), () => keystile.signIn({ username: username.value.trim(), mode }), { cancelled: t('notSignedIn'), onError: otherDevice });
  if (answer) welcome(answer, 'back');
});

/** Nothing on this device, or nothing wanted: the next press offers every device. @param {PasskeyError} error */
function otherDevice(error) {
  if (error.code !== 'no_local_credential') return false;
  mode = 'modal';
  notes.calm(error.userMessage);
  return true;
}

$('create').addEventListener('click', async () => {
  const name = username.value.trim();
  if (notes.busy) return;
  if (!name) return wantUsername();
  const answer = await notes.act($('create'), t('waitingForCreate'), () => keystile.createPasskey({ username: name }), { cancelled: t('notCreated') });
  if (answer) welcome(answer, 'new');
});

/** A new account needs a name: said where it belongs. */
function wantUsername() {
  notes.put($('create'));
  notes.alarm(t('usernameMissing'));
  username.setAttribute('aria-invalid', 'true');
  username.focus();
}

username.addEventListener('input', () => username.removeAttribute('aria-invalid'));
tabs.addEventListener('message', start);
addEventListener('pageshow', (event) => event.persisted && start()); // the session may have begun meanwhile

/** What happened before this page opened: a provider's refusal, a recovery, the end of an account. */
function tellNews() {
  const refused = new URLSearchParams(location.search).get('error');
  const news = { '#deleted': t('accountDeleted'), '#recovered': t('enrolledSignIn'), '#verify': t('verifySignIn') }[location.hash];
  if (!refused && !news) return;
  history.replaceState(null, '', '/');
  page.put($('page'));
  if (refused) page.alarm(sentenceOf(refused) ?? t('providerFailed'));
  else if (news) page.calm(news);
}

writeTexts(t);
start().then(tellNews);
