import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile } from '../src/index.js';
import { api, begun, browser, passkey, until } from './browser.js';

const keystile = createKeystile();
const failure = (promise) => promise.then(() => assert.fail('succeeded'), (error) => error);

test('connecting: options, dialog, verify, and no name of an account goes out', async (t) => {
  const calls = browser(t, { create: async () => passkey });
  const requests = api(t, { 'webauthn/connect/options': [begun()], 'webauthn/connect/verify': [{ success: true, passkey: { id: '1' } }] });
  assert.deepEqual(await keystile.connect({ name: 'Blue key' }), { success: true, passkey: { id: '1' } });
  assert.equal(calls[0].kind, 'create');
  assert.deepEqual(requests[0].body, {});
  assert.deepEqual(requests[1].body, { challengeToken: begun().challengeToken, credential: passkey.toJSON(), name: 'Blue key' });
});

test('a connection that needs a step-up says so in words for people', async (t) => {
  browser(t);
  api(t, { 'webauthn/connect/options': [{ status: 403, code: 'step_up_required' }] });
  const error = await failure(keystile.connect());
  assert.deepEqual([error.code, error.phase, error.status], ['step_up_required', 'options', 403]);
  assert.match(error.userMessage, /passkey/);
});

test('stepping up names its purpose and signs with a passkey', async (t) => {
  const calls = browser(t, { get: async () => passkey });
  const requests = api(t, { 'webauthn/stepup/begin': [begun()], 'webauthn/stepup/complete': [{ session: { stepUp: { purpose: 'delete' } } }] });
  assert.equal((await keystile.stepUp({ purpose: 'delete' })).session.stepUp.purpose, 'delete');
  assert.equal(calls[0].kind, 'get');
  assert.deepEqual(requests[0].body, { purpose: 'delete' });
  assert.deepEqual(requests[1].body, { challengeToken: begun().challengeToken, credential: passkey.toJSON() });
});

test('passkeys are listed, renamed and deleted, and the password manager hears what is left', async (t) => {
  const heard = [];
  browser(t, { api: { signalAllAcceptedCredentials: async (options) => heard.push(options) } });
  const signals = [{ type: 'allAcceptedCredentials', rpId: 'example.com', userId: 'AA', allAcceptedCredentialIds: [] }];
  const requests = api(t, { passkeys: [{ items: [{ id: '1' }], next: null }], 'passkeys/1': [{ name: 'Blue' }, { status: 409, code: 'last_credential' }], 'passkeys/1?force=true': [{ signals }] });
  assert.deepEqual(await keystile.passkeys.list(), [{ id: '1' }]);
  assert.equal((await keystile.passkeys.rename('1', 'Blue')).name, 'Blue');
  assert.equal((await failure(keystile.passkeys.delete('1'))).code, 'last_credential');
  await keystile.passkeys.delete('1', { force: true });
  assert.deepEqual(requests.map(({ method, path, body }) => [method, path, body]), [
    ['GET', 'passkeys', undefined], ['PATCH', 'passkeys/1', { name: 'Blue' }], ['DELETE', 'passkeys/1', undefined], ['DELETE', 'passkeys/1?force=true', undefined],
  ]);
  await until(() => heard.length === 1);
  assert.equal(heard.length, 1);
});
