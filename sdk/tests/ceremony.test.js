import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile } from '../src/index.js';
import { api, begun, browser, forever, passkey, stub, until } from './browser.js';

const keystile = createKeystile({ baseUrl: 'https://id.example.com', apiKey: 'shop:public:1' });
const answers = () => ({
  'webauthn/authenticate/begin': [begun()],
  'webauthn/authenticate/complete': [{ user: { username: 'ada' } }],
  'webauthn/register/begin': [begun()],
  'webauthn/register/complete': [{ status: 201, user: { username: 'ada' } }],
});
const code = (promise) => promise.then(() => 'succeeded', (error) => error.code);

test('a new account: begin, dialog, complete', async (t) => {
  const calls = browser(t, { create: async () => passkey });
  const requests = api(t, answers());
  const answer = await keystile.createPasskey({ username: 'ada', displayName: 'Ada', name: 'My phone' });
  assert.deepEqual([answer.user.username, answer.attachment], ['ada', 'platform']);
  assert.equal(calls[0].publicKey.challenge.length, 3);
  assert.deepEqual(requests[0].body, { username: 'ada', displayName: 'Ada' });
  assert.deepEqual(requests[1].body, { challengeToken: begun().challengeToken, credential: passkey.toJSON(), name: 'My phone' });
  assert.equal(requests[0].headers.ApiKey, 'shop:public:1');
});

test('an empty username signs in with any passkey', async (t) => {
  browser(t, { get: async () => passkey });
  const requests = api(t, answers());
  await keystile.signIn({ username: '' });
  assert.deepEqual(requests[0].body, {});
  await keystile.signIn({ username: 'ada' });
  assert.deepEqual(requests[2].body, { username: 'ada' });
});

test('the newest ceremony wins, and starts only when the one before has let go', async (t) => {
  const open = [];
  const slowly = () => new Promise((resolve) => { setTimeout(() => resolve(open.pop()), 20); });
  const calls = browser(t, {
    get: (options) => { open.push('get'); return forever(options).finally(slowly); },
    create: async () => { assert.deepEqual(open, []); return passkey; },
  });
  api(t, answers());
  const first = code(keystile.signIn());
  await until(() => calls.length === 1);
  const second = code(keystile.createPasskey({ username: 'ada' }));
  assert.equal(await first, 'aborted');
  assert.equal(await second, 'succeeded');
});

test('abort() ends the dialog, and so does the caller’s own signal', async (t) => {
  const calls = browser(t);
  api(t, answers());
  const first = code(keystile.signIn());
  await until(() => calls.length === 1);
  keystile.abort();
  assert.equal(await first, 'aborted');

  const own = new AbortController();
  const second = code(keystile.signIn({ signal: own.signal }));
  await until(() => calls.length === 2);
  own.abort();
  assert.equal(await second, 'aborted');
  assert.equal(await code(keystile.signIn({ signal: own.signal })), 'aborted');
  assert.equal(calls.length, 2);
});

test('ended before the dialog opened, it is aborted and not a broken line', async (t) => {
  const calls = browser(t);
  stub(t, { fetch: (_, options) => forever(options) });
  const first = code(keystile.signIn());
  await until(() => false);
  keystile.abort();
  assert.equal(await first, 'aborted');
  assert.equal(calls.length, 0);
});

test('a challenge that expired on the way is renewed once, unseen', async (t) => {
  const calls = browser(t, { get: async () => passkey });
  const expired = { status: 400, code: 'challenge_expired' };
  api(t, { ...answers(), 'webauthn/authenticate/complete': [expired, { user: { username: 'ada' } }] });
  assert.equal((await keystile.signIn()).user.username, 'ada');
  assert.equal(calls.length, 2);

  api(t, { ...answers(), 'webauthn/authenticate/complete': [expired] });
  assert.equal(await code(keystile.signIn()), 'challenge_expired');
  assert.equal(calls.length, 4);
});

test('nobody signed in is an answer, not an error', async (t) => {
  api(t, { session: [{ status: 401, code: 'not_signed_in' }, { user: { username: 'ada' } }, { status: 204 }, { status: 500 }] });
  assert.equal(await keystile.session.get(), null);
  assert.equal((await keystile.session.get()).user.username, 'ada');
  assert.equal(await keystile.session.signOut(), null);
  assert.equal(await code(keystile.session.get()), 'server_error');
});

test('the password manager hears the server’s signals; one that fails harms nothing', async (t) => {
  const heard = [];
  browser(t, {
    get: async () => passkey,
    api: {
      signalCurrentUserDetails: async (options) => heard.push(options),
      signalUnknownCredential: () => { throw new TypeError('broken'); },
    },
  });
  const signals = [
    { type: 'unknownCredential', rpId: 'example.com', credentialId: 'AQID' },
    { type: 'allAcceptedCredentials', rpId: 'example.com', userId: 'AA', allAcceptedCredentialIds: [] },
    { type: 'currentUserDetails', rpId: 'example.com', userId: 'AA', name: 'ada', displayName: 'Ada' },
    { type: 'constructor', rpId: 'example.com' },
  ];
  api(t, { ...answers(), 'webauthn/authenticate/complete': [{ user: {}, signals }] });
  await keystile.signIn();
  await until(() => heard.length === 1);
  assert.deepEqual(heard, [{ rpId: 'example.com', userId: 'AA', name: 'ada', displayName: 'Ada' }]);
});
