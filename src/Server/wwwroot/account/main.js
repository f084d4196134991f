import { PasskeyError } from '/sdk/index.js';
import { api } from '../lib/api.js';
import { $, el } from '../lib/dom.js';
import { keystile, tabs } from '../lib/keystile.js';
import { writeTexts } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { keepThrough } from '../lib/store.js';
import { t } from '../lib/texts.js';
import { backFrom, knownAccount, rememberAccount } from '../signin/account.js';
import { deleteSection } from './deleteAccount.js';
import { detailSection } from './details.js';
import { identitySection } from './identities.js';
import { passkeySection } from './passkeys.js';
import { recoverySection } from './recovery.js';
import { sessionSection } from './sessions.js';

/** @typedef {{ id: string, username: string, displayName: string, email: string | null, emailVerified: boolean, pendingEmail: string | null, createdAt: string }} AccountData */

/** What every section knows of the account. */
const account = {
  /** @type {AccountData} */
  data: { id: '', username: '', displayName: '', email: null, emailVerified: false, pendingEmail: null, createdAt: '' },

  /** How the page calls the person. */
  get name() {
    return this.data.displayName || this.data.username;
  },

  async reload() {
    this.data = await api.get('account');
    greet();
    details.load();
    await recovery.load();
  },

  /** Something ended sessions elsewhere. */
  reloadSessions: () => sessions.load().catch((error) => page.alarm(error)),

  /** Says what happened where the part that it happened in is gone. @param {string} news */
  tell(news) {
    $('news').textContent = news;
    $('account-title').focus();
  },

  /** This browser is signed out: so are its other tabs. */
  leave(hash = '') {
    tabs.postMessage('signed-out');
    location.replace(`/${hash}`);
  },
};

/** @typedef {typeof account} Account */

const passkeys = passkeySection(account);
const identities = identitySection(account);
const sessions = sessionSection();
const recovery = recoverySection(account);
const details = detailSection(account);
const page = createNotes($('page'));

async function load() {
  page.put($('news'));
  const slow = setTimeout(() => page.wait(t('loading'), $('news')), 400);
  try {
    await Promise.all([account.reload().then(passkeys.load), identities.load(), sessions.load()]);
    page.rest();
    $('sections').hidden = $('greeting').hidden = $('sign-out').hidden = false;
  } catch (caught) {
    const error = /** @type {PasskeyError} */ (caught);
    if (error.status === 401) return location.replace('/');
    page.alarm(error, el('button', { type: 'button', className: 'secondary small', textContent: t('tryAgain'), onclick: load }));
    if (!error.code) reportError(caught);
  } finally {
    clearTimeout(slow);
  }
}

function greet() {
  const { displayName, username } = account.data;
  $('avatar').textContent = [...account.name][0] ?? '';
  $('account-title').textContent = account.name;
  $('account-username').textContent = displayName && displayName !== username ? username : t('accountTitle');
  document.title = `${t('accountTitle')} · Keystile`;
  const known = knownAccount();
  if (known) rememberAccount(account.data, known.method);
}

/** Someone who came by a provider is known by it next time, and their password manager may keep a passkey unasked. */
async function welcomeFromProvider() {
  const provider = backFrom();
  if (!provider) return;
  rememberAccount(account.data, provider);
  const passkey = await keystile.upgrade();
  if (!passkey) return;
  $('news').textContent = t('upgraded');
  await passkeys.load();
}

/** What happened before this page opened. */
async function tellNews() {
  const news = { '#new': t('welcomeNew'), '#back': t('welcomeBack'), '#added': t('welcomeNew'), '#email': t('emailConfirmed') }[location.hash];
  if (!news) return;
  history.replaceState(null, '', '/account');
  account.tell(news);
}

$('sign-out').onclick = async () => {
  const left = await page.act($('news'), t('working'), async () => { await keepThrough(keystile.session.signOut); return true; });
  if (left) account.leave();
};

tabs.addEventListener('message', () => location.reload());
addEventListener('pageshow', (event) => event.persisted && location.reload()); // the session may have ended meanwhile

writeTexts(t);
$('sections').append(passkeys.element, identities.element, sessions.element, recovery.element, details.element, deleteSection(account).element);
load().then(tellNews).then(welcomeFromProvider);
