import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeystile } from '../src/index.js';
import { api, begun, browser, stub, until } from './browser.js';

/** A fresh copy of the module: it remembers its first answer. */
let copies = 0;
const fresh = () => import(`../src/capabilities.js?${copies++}`);

test('a capability is true, false or unknown', async (t) => {
  browser(t, { api: { getClientCapabilities: async () => ({ conditionalGet: true, hybridTransport: false }) } });
  const { capabilities } = await fresh();
  const { conditionalGet, hybridTransport, immediateGet } = await capabilities();
  assert.deepEqual([conditionalGet, hybridTransport, immediateGet], [true, false, undefined]);
});

test('the browser is asked once', async (t) => {
  let asked = 0;
  browser(t, { api: { getClientCapabilities: async () => ({ conditionalGet: ++asked === 1 }) } });
  const { capabilities } = await fresh();
  await Promise.all([capabilities(), capabilities()]);
  await capabilities();
  assert.equal(asked, 1);
});

test('an older browser is asked the older way', async (t) => {
  browser(t, {
    api: {
      getClientCapabilities: undefined,
      isConditionalMediationAvailable: async () => true,
      isUserVerifyingPlatformAuthenticatorAvailable: async () => false,
    },
  });
  const { capabilities } = await fresh();
  assert.deepEqual(await capabilities(), { conditionalGet: true, userVerifyingPlatformAuthenticator: false });
});

test('an extension that broke the question leaves everything unknown', async (t) => {
  browser(t, { api: { getClientCapabilities: () => { throw new ReferenceError('broken'); } } });
  const { capabilities } = await fresh();
  assert.deepEqual(await capabilities(), {});
});

test('without WebAuthn, or on an insecure page, nothing is supported', async (t) => {
  const { capabilities, isSupported } = await fresh();
  assert.equal(isSupported(), false);
  assert.equal((await capabilities()).conditionalGet, false);
  browser(t);
  assert.equal(isSupported(), true);
  stub(t, { isSecureContext: false });
  assert.equal(isSupported(), false);
});

test('autofill does nothing where nobody knows whether the browser can', async (t) => {
  browser(t, { api: { getClientCapabilities: async () => ({}) } });
  const requests = api(t, { 'webauthn/authenticate/begin': [begun()] });
  t.after(createKeystile().autofill({ onSignedIn: assert.fail }));
  await until(() => requests.length > 0);
  assert.equal(requests.length, 0);
});
