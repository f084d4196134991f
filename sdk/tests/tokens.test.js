import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile } from '../src/index.js';
import { api, begun, browser, passkey, stub } from './browser.js';

const tokens = (n, expiresIn = 300) => ({ accessToken: `access${n}`, tokenType: 'Bearer', expiresIn, refreshToken: `refresh${n}` });
const signInAnswers = (session) => ({ 'webauthn/authenticate/begin': [begun()], 'webauthn/authenticate/complete': [{ user: {}, session }], session: [{ user: {} }] });
const refresh = 'session/refresh';
const shop = (storage) => createKeystile({ baseUrl: 'https://id.example.com', apiKey: 'shop:public:1', storage });

/** What pages of one origin share: storage, and locks that are held by one at a time. */
function shared(t) {
  const kept = new Map();
  let last = Promise.resolve();
  stub(t, { navigator: { ...navigator, credentials: navigator.credentials, locks: { request: (_, work) => (last = last.then(work, work)) } } });
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), kept };
}

test('a page on another origin sends the token it was given', async (t) => {
  browser(t, { get: async () => passkey });
  const requests = api(t, signInAnswers(tokens(1)));
  const keystile = shop();
  await keystile.signIn();
  await keystile.session.get();
  assert.equal(requests[0].headers.Authorization, undefined);
  assert.equal(requests[2].headers.Authorization, 'Bearer access1');
});

test('a page on Keystile’s own origin holds none: its cookie is out of reach of scripts', async (t) => {
  browser(t, { get: async () => passkey });
  const requests = api(t, signInAnswers(tokens(1)));
  const keystile = createKeystile();
  await keystile.signIn();
  await keystile.session.get();
  assert.equal(requests[2].headers.Authorization, undefined);
});

test('an old token is renewed before the call, once for all calls and tabs', async (t) => {
  browser(t, { get: async () => passkey });
  const storage = shared(t);
  const requests = api(t, { ...signInAnswers(tokens(1, 5)), [refresh]: [{ session: tokens(2) }] });
  const [one, other] = [shop(storage), shop(storage)];
  await one.signIn();
  await Promise.all([one.session.get(), other.session.get(), one.session.get()]);
  assert.deepEqual(requests.filter(({ path }) => path === refresh).map(({ body }) => body), [{ refreshToken: 'refresh1' }]);
  assert.deepEqual(requests.filter(({ path }) => path === 'session').map(({ headers }) => headers.Authorization), Array(3).fill('Bearer access2'));
});

test('a session that is over is forgotten; a server that is ill ends none', async (t) => {
  browser(t, { get: async () => passkey });
  const storage = shared(t);
  api(t, { ...signInAnswers(tokens(1, 5)), session: [{ status: 401, code: 'not_signed_in' }], [refresh]: [{ status: 503 }, { status: 401, code: 'invalid_refresh_token' }] });
  const keystile = shop(storage);
  await keystile.signIn();
  assert.equal((await keystile.session.get().catch((error) => error)).code, 'server_error');
  assert.equal(storage.kept.size, 1);
  assert.equal(await keystile.session.get(), null);
  assert.equal(storage.kept.size, 0);
});

test('refreshing by hand is one at a time too, and signing out drops the tokens', async (t) => {
  browser(t, { get: async () => passkey });
  const storage = shared(t);
  let inside = 0, most = 0;
  const requests = api(t, { ...signInAnswers(tokens(1)), session: [{ status: 204 }], [refresh]: [{ session: tokens(2) }, { session: tokens(3) }] });
  const { fetch } = globalThis;
  stub(t, { fetch: async (...call) => { most = Math.max(most, ++inside); await new Promise(setImmediate); return fetch(...call).finally(() => { inside--; }); } });
  const keystile = shop(storage);
  await keystile.signIn();
  await Promise.all([keystile.session.refresh(), keystile.session.refresh()]);
  assert.equal(most, 1);
  assert.deepEqual(requests.filter(({ path }) => path === refresh).map(({ body }) => body.refreshToken), ['refresh1', 'refresh2']);
  await keystile.session.signOut();
  assert.equal(requests.at(-1).headers.Authorization, 'Bearer access3');
  assert.equal(storage.kept.size, 0);
});
