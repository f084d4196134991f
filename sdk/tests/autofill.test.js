import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile } from '../src/index.js';
import { renewalOf } from '../src/ceremonies/autofill.js';
import { api, begun, browser, forever, passkey, token, until } from './browser.js';

const keystile = createKeystile();
const begin = 'webauthn/authenticate/begin', complete = 'webauthn/authenticate/complete';
const onSignedIn = () => assert.fail('nobody picked a passkey');
const refuse = async () => { throw new DOMException('closed', 'NotAllowedError'); };

/** Starts autofill and ends it with the test. */
function autofill(t, request) {
  const stop = keystile.autofill({ onSignedIn, ...request });
  t.after(stop);
  return stop;
}

test('a passkey picked from the list signs in', async (t) => {
  const calls = browser(t, { get: async () => passkey });
  const requests = api(t, { [begin]: [begun()], [complete]: [{ user: { username: 'ada' } }] });
  const answer = await new Promise((resolve) => { autofill(t, { onSignedIn: resolve }); });
  assert.equal(answer.user.username, 'ada');
  assert.equal(calls[0].mediation, 'conditional');
  assert.deepEqual(requests[0].body, { mediation: 'conditional' });
});

test('it gives way to a button and comes back when that was cancelled', async (t) => {
  const calls = browser(t, { get: (options) => (options.mediation ? forever(options) : refuse()) });
  api(t, { [begin]: [begun()] });
  autofill(t, { onError: () => assert.fail('nobody needs to know') });
  await until(() => calls.length === 1);
  await assert.rejects(keystile.signIn(), { code: 'cancelled_or_timeout' });
  await until(() => calls.length === 3);
  assert.deepEqual(calls.map((call) => call.mediation), ['conditional', undefined, 'conditional']);
  assert.equal(calls[0].signal.aborted, true);
});

test('it ends when another way in was quicker', async (t) => {
  const calls = browser(t, { get: (options) => (options.mediation ? forever(options) : passkey) });
  const requests = api(t, { [begin]: [begun()], [complete]: [{ user: {} }] });
  autofill(t);
  await until(() => calls.length === 1);
  await keystile.signIn();
  await until(() => calls.length > 2);
  assert.equal(requests.filter(({ path }) => path === begin).length, 2);
});

test('its challenge is renewed at three quarters of its life', async (t) => {
  assert.equal(renewalOf(token(300)), 225_000);
  const calls = browser(t);
  api(t, { [begin]: [begun(0.02)] });
  autofill(t);
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  await until(() => calls.length > 1);
  assert.ok(calls.length > 1);
  assert.equal(calls[0].signal.aborted, true);
});

test('it asks for nothing while the page is hidden', async (t) => {
  const calls = browser(t);
  document.visibilityState = 'hidden';
  const requests = api(t, { [begin]: [begun()] });
  autofill(t);
  await until(() => requests.length > 0);
  assert.equal(requests.length, 0);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  await until(() => calls.length > 0);
  assert.equal(calls.length, 1);
});

test('it takes its time after a failure', async (t) => {
  const calls = browser(t, { get: refuse });
  api(t, { [begin]: [begun()] });
  autofill(t);
  await until(() => calls.length > 1);
  assert.equal(calls.length, 1);
});

test('what a person did and the server refused is told; a closed list is not', async (t) => {
  const errors = [];
  browser(t, { get: (_, number) => (number === 1 ? passkey : refuse()) });
  api(t, { [begin]: [begun()], [complete]: [{ status: 400, code: 'unknown_credential' }] });
  const stop = autofill(t, { onError: (error) => errors.push(error.code) });
  await until(() => errors.length > 0);
  stop();
  assert.deepEqual(errors, ['unknown_credential']);
});

test('an expired challenge is never seen', async (t) => {
  browser(t, { get: async () => passkey });
  api(t, { [begin]: [begun()], [complete]: [{ status: 400, code: 'challenge_expired' }, { user: { username: 'ada' } }] });
  const answer = await new Promise((resolve, reject) => { autofill(t, { onSignedIn: resolve, onError: reject }); });
  assert.equal(answer.user.username, 'ada');
});

test('stop() ends it for good', async (t) => {
  const calls = browser(t);
  const requests = api(t, { [begin]: [begun()] });
  const stop = autofill(t);
  await until(() => calls.length === 1);
  stop();
  await until(() => requests.length > 1);
  assert.equal(requests.length, 1);
  assert.equal(calls[0].signal.aborted, true);
});
