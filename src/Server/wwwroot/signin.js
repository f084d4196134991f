import { createKeystile } from '/sdk/index.js';
import { $, show, writeTexts } from './dom.js';
import { alarm, busy, calm, rest, wait, wantUsername } from './notes.js';
import { showSignedIn } from './signedIn.js';
import { texts } from './texts.js';

/** @import { PasskeyError } from '/sdk/index.js' */
/** @import { SignedIn } from '/sdk/types.js' */

const keystile = createKeystile();
const tabs = new BroadcastChannel('keystile'); // a sign-in or a sign-out here is one in every tab
const username = /** @type {HTMLInputElement} */ ($('username'));

let stopAutofill = () => {};

async function start() {
  if (!keystile.isSupported()) return show('unsupported');
  const known = await keystile.session.get().catch(() => null);
  stopAutofill();
  rest();
  if (known) showSignedIn(known.user);
  else offerSignIn();
}

function offerSignIn() {
  show('sign-in');
  username.focus();
  stopAutofill = keystile.autofill({
    onPicked: () => wait(texts.checking),
    onSignedIn: (answer) => welcome(answer, texts.welcomeBack),
    onError: (error) => fail(error, texts.cancelled),
  });
}

/** @param {SignedIn} answer @param {string} title */
function welcome({ user, passkey }, title) {
  stopAutofill();
  rest();
  showSignedIn(user, { passkey, title });
  tabs.postMessage('signed-in');
}

/** @param {PasskeyError} error @param {string} calmText */
function fail(error, calmText) {
  rest();
  if (error.code === 'aborted' || error.code === 'cancelled_or_timeout') calm(calmText);
  else alarm(error);
}

$('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  if (busy()) return;
  wait(texts.waitingForSignIn);
  try {
    welcome(await keystile.signIn({ username: username.value.trim() }), texts.welcomeBack);
  } catch (error) {
    fail(/** @type {PasskeyError} */ (error), texts.cancelled);
  }
});

$('create').addEventListener('click', async () => {
  if (busy()) return;
  const name = username.value.trim();
  if (!name) return wantUsername();
  wait(texts.waitingForCreate, $('create'));
  try {
    welcome(await keystile.createPasskey({ username: name }), texts.welcomeNew);
  } catch (error) {
    fail(/** @type {PasskeyError} */ (error), texts.notCreated);
  }
});

$('cancel').addEventListener('click', () => keystile.abort());

$('sign-out').addEventListener('click', async () => {
  try {
    await keystile.session.signOut();
    tabs.postMessage('signed-out');
    username.value = '';
    offerSignIn();
  } catch (error) {
    alarm(/** @type {PasskeyError} */ (error), $('signed-in-alert'));
  }
});

tabs.addEventListener('message', start);
addEventListener('pageshow', (event) => event.persisted && start()); // the session may have ended meanwhile

writeTexts();
start();
