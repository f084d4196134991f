import { $, el } from '../lib/dom.js';
import { writeTexts } from '../lib/language.js';
import { createNotes } from '../lib/notes.js';
import { keepThrough } from '../lib/store.js';
import { api, keystile, whenSignedOut } from './api.js';
import { appPage } from './apps/app.js';
import { appsPage } from './apps/apps.js';
import { eventsPage } from './events.js';
import { operatorsPage } from './operators.js';
import { overviewPage } from './overview.js';
import { failed } from './parts.js';
import { userPage } from './people/user.js';
import { signInPage } from './signIn.js';
import { t } from './texts.js';

/** @typedef {{ id: string, username: string, displayName: string, role: 'owner' | 'viewer' }} Operator */
/** @typedef {{ me: Operator, parts: string[], query: URLSearchParams }} Place where the operator is, by the address */

/** @type {{ name: keyof typeof labels, pattern: RegExp, page: (place: Place) => Promise<HTMLElement> }[]} */
const pages = [
  { name: 'overview', pattern: /^$/, page: overviewPage },
  { name: 'apps', pattern: /^apps$/, page: appsPage },
  { name: 'apps', pattern: /^apps\/([^/]+)\/users\/([^/]+)$/, page: userPage },
  { name: 'apps', pattern: /^apps\/([^/]+)(?:\/(\w+))?$/, page: appPage },
  { name: 'events', pattern: /^events$/, page: eventsPage },
  { name: 'operators', pattern: /^operators$/, page: operatorsPage },
];
const labels = /** @type {const} */ ({ overview: '', apps: 'apps', events: 'events', operators: 'operators' });

const content = $('content');
const page = createNotes(content);
/** @type {Operator | null} */
let me = null;
let shown = 0;

/** Shows the page of the address; the newest wins. */
async function route() {
  const turn = shown += 1;
  if (!me) return;
  const [path = '', query] = location.hash.replace(/^#\/?/, '').split('?');
  for (const link of $('places').querySelectorAll('a')) link.removeAttribute('aria-current');
  for (const { name, pattern, page: build } of pages) {
    const match = pattern.exec(path);
    if (!match) continue;
    $(`place-${name}`).setAttribute('aria-current', 'page');
    content.ariaBusy = 'true';
    const built = await build({ me, parts: match.slice(1).map((part) => decodeURIComponent(part ?? '')), query: new URLSearchParams(query) }).catch((error) => failed(error, route));
    if (turn !== shown) return;
    content.ariaBusy = null;
    put(built);
    return;
  }
  location.replace('#/');
}

/** @param {HTMLElement} built */
function put(built) {
  content.replaceChildren(built);
  const title = content.querySelector('h1');
  document.title = `${title?.textContent ?? ''} · Keystile`;
  scrollTo(0, 0);
  title?.focus({ preventScroll: true });
}

async function start() {
  try {
    me = await api.get('operator');
    for (const id of ['places', 'who', 'skip']) $(id).hidden = false;
    $('who-name').textContent = me?.displayName ?? '';
    await route();
  } catch (error) {
    if (me === null && /** @type {any} */ (error).status === 401) return; // the sign-in is there already
    put(failed(error, start));
  }
}

function offerSignIn() {
  me = null;
  shown += 1;
  for (const id of ['places', 'who', 'skip']) $(id).hidden = true;
  put(signInPage(start));
}

$('places').append(...Object.entries(labels).map(([name, path]) => el('a', { id: `place-${name}`, href: `#/${path}`, textContent: t(/** @type {keyof typeof labels} */ (name)) })));
$('sign-out').onclick = async () => {
  page.put(/** @type {HTMLElement} */ (content.firstElementChild));
  const left = await page.act(/** @type {HTMLElement} */ (content.firstElementChild), t('working'), async () => { await keepThrough(keystile.session.signOut); return true; });
  if (left) offerSignIn();
};

whenSignedOut(offerSignIn);
addEventListener('hashchange', route);
addEventListener('pageshow', (event) => event.persisted && location.reload()); // the session may have ended meanwhile

writeTexts(t);
start();
