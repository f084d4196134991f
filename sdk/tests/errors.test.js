import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile, messages, PasskeyError } from '../src/index.js';
import { api, begun, browser, passkey, stub } from './browser.js';

const keystile = createKeystile();
const begin = 'webauthn/authenticate/begin', complete = 'webauthn/authenticate/complete';
const failing = (name) => ({ get: async () => { throw new DOMException('why', name); } });
const refused = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error);

for (const [name, code] of [
  ['NotAllowedError', 'cancelled_or_timeout'], ['AbortError', 'aborted'], ['SecurityError', 'rp_id_mismatch'], ['ConstraintError', 'user_verification_unavailable'],
  ['InvalidStateError', 'passkey_exists'], ['NotSupportedError', 'not_supported'], ['DataError', 'unexpected'],
])
  test(`${name} in the dialog is ${code}`, async (t) => {
    browser(t, failing(name));
    api(t, { [begin]: [begun()] });
    const error = await refused(keystile.signIn());
    assert.ok(error instanceof PasskeyError);
    assert.equal(error.code, code);
    assert.equal(error.phase, 'ceremony');
    assert.equal(error.cause.name, name);
    assert.equal(error.userMessage, messages[code]);
  });

test('a script that replaced navigator.credentials is an extension’s doing', async (t) => {
  browser(t, { get: async () => { throw new TypeError('x is not a function'); } });
  api(t, { [begin]: [begun()] });
  assert.equal((await refused(keystile.signIn())).code, 'extension_interference');
});

test('nothing on this device is told apart from a closed dialog', async (t) => {
  const calls = browser(t, failing('NotAllowedError'));
  api(t, { [begin]: [begun()] });
  assert.equal((await refused(keystile.signIn({ uiMode: 'immediate' }))).code, 'no_local_credential');
  assert.equal(calls[0].uiMode, 'immediate');
});

test('a wrong RP ID is explained to developers with both names', async (t) => {
  browser(t, failing('SecurityError'));
  api(t, { [begin]: [begun()] });
  const { message } = await refused(keystile.signIn());
  assert.match(message, /"example\.com".*https:\/\/example\.com/);
});

test('a dialog that closes at once was blocked, and it may be tried again', async (t) => {
  browser(t, failing('NotAllowedError'));
  api(t, { [begin]: [begun()] });
  const error = await refused(keystile.signIn());
  assert.equal(error.hint, 'blocked');
  assert.equal(error.retryable, true);
});

test('a problem keeps its code, its step and its request id', async (t) => {
  browser(t, { get: async () => passkey });
  api(t, { [begin]: [begun()], [complete]: [{ status: 400, code: 'signature_invalid', title: 'No.', step: '7.2.21', requestId: 'r1', retryAfter: 3 }] });
  const error = await refused(keystile.signIn());
  assert.deepEqual(
    [error.code, error.phase, error.status, error.step, error.requestId, error.retryAfter, error.message, error.retryable],
    ['signature_invalid', 'verify', 400, '7.2.21', 'r1', 3, 'No.', false]);
  assert.equal(error.userMessage, messages.unexpected);
});

test('a server that is ill says so in people’s words', async (t) => {
  browser(t);
  api(t, { [begin]: [{ status: 503, code: 'database_unavailable' }] });
  const error = await refused(keystile.signIn());
  assert.equal(error.userMessage, messages.server_error);
  assert.equal(error.retryable, true);
});

test('a proxy’s error page and a broken line have codes too', async (t) => {
  browser(t);
  stub(t, { fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }) });
  assert.equal((await refused(keystile.signIn())).code, 'server_error');
  stub(t, { fetch: async () => new Response('', { status: 429, headers: { 'retry-after': '7' } }) });
  const limited = await refused(keystile.signIn());
  assert.deepEqual([limited.code, limited.retryAfter], ['rate_limited', 7]);
  stub(t, { fetch: async () => { throw new TypeError('failed'); } });
  assert.equal((await refused(keystile.signIn())).code, 'unreachable');
});

test('where there is no WebAuthn the answer is not_supported', async (t) => {
  api(t, { [begin]: [begun()] });
  stub(t, { location: { origin: 'https://example.com' } });
  assert.equal((await refused(keystile.signIn())).code, 'not_supported');
});

test('every sentence stands alone: no wire words in it', () => {
  for (const [code, sentence] of Object.entries(messages)) {
    assert.doesNotMatch(sentence, /FIDO|WebAuthn|credential|authenticat|biometric|log ?in/i, code);
    if (code !== 'aborted') assert.match(sentence, /\.$/, code);
  }
});
