import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { api, begun, browser, passkey, until } from './browser.js';

const begin = 'webauthn/authenticate/begin', complete = 'webauthn/authenticate/complete';
const answers = () => ({ [begin]: [begun()], [complete]: [{ user: { username: 'ada' } }] });
const code = (promise) => promise.then(() => 'succeeded', (error) => error.code);
const nothing = async () => { throw new DOMException('none', 'NotAllowedError'); };

const { outputFiles: [{ text: sdk }] } = await build({ entryPoints: [fileURLToPath(new URL('../src/index.js', import.meta.url))], bundle: true, format: 'esm', write: false });
let pages = 0;

/** What a browser can do is asked once for a page, so each page has a copy of the SDK to itself. */
async function page(t, { can = {}, options, ...rest }) {
  const calls = browser(t, { ...rest, api: { getClientCapabilities: async () => can } });
  const { createKeystile } = await import(`data:text/javascript,${encodeURIComponent(`${sdk}// ${pages += 1}`)}`);
  return { calls, keystile: createKeystile(options) };
}

test('modal opens the dialog', async (t) => {
  const { calls, keystile } = await page(t, { get: async () => passkey });
  api(t, answers());
  assert.equal((await keystile.signIn({ mode: 'modal' })).user.username, 'ada');
  assert.deepEqual([calls[0].uiMode, calls[0].mediation], [undefined, undefined]);
});

test('immediate asks for what this device holds, and says so where that is nothing', async (t) => {
  const { calls, keystile } = await page(t, { can: { immediateGet: true }, get: nothing });
  api(t, answers());
  assert.equal(await code(keystile.signIn({ mode: 'immediate' })), 'no_local_credential');
  assert.deepEqual(calls.map(({ uiMode }) => uiMode), ['immediate']);
});

test('immediate is answered at once by a browser that cannot, and by a name, which would have to be looked up', async (t) => {
  const { calls, keystile } = await page(t, { can: { immediateGet: undefined }, get: async () => passkey });
  const requests = api(t, answers());
  assert.equal(await code(keystile.signIn({ mode: 'immediate' })), 'no_local_credential');
  assert.equal(await code(keystile.signIn({ mode: 'immediate', username: 'ada' })), 'no_local_credential');
  assert.deepEqual([calls.length, requests.length], [0, 0]);
});

test('auto is immediate, and where nothing is held it goes on to the dialog', async (t) => {
  const { calls, keystile } = await page(t, { can: { immediateGet: true }, get: (_, count) => (count === 1 ? nothing() : Promise.resolve(passkey)) });
  api(t, answers());
  assert.equal((await keystile.signIn({ mode: 'auto' })).user.username, 'ada');
  assert.deepEqual(calls.map(({ uiMode }) => uiMode), ['immediate', undefined]);
});

test('auto takes a no for a no: no second dialog after the first was closed', async (t) => {
  const { calls, keystile } = await page(t, { can: { immediateGet: true }, get: () => new Promise((_, reject) => { setTimeout(() => reject(new DOMException('no', 'NotAllowedError')), 1520); }) });
  api(t, answers());
  assert.equal(await code(keystile.signIn({ mode: 'auto' })), 'no_local_credential');
  assert.equal(calls.length, 1);
});

test('auto opens the dialog in a browser without immediate', async (t) => {
  const { calls, keystile } = await page(t, { get: async () => passkey });
  api(t, answers());
  await keystile.signIn({ mode: 'auto', username: 'ada' });
  assert.deepEqual(calls.map(({ uiMode }) => uiMode), [undefined]);
});

test('autofill is a promise of whoever is picked; abort ends it; a browser without it says so', async (t) => {
  const first = await page(t, { can: { conditionalGet: true }, get: async () => passkey });
  api(t, answers());
  assert.equal((await first.keystile.signIn({ mode: 'autofill' })).user.username, 'ada');
  assert.equal(first.calls[0].mediation, 'conditional');

  const second = await page(t, { can: { conditionalGet: true } });
  const own = new AbortController();
  const ended = code(second.keystile.signIn({ mode: 'autofill', signal: own.signal }));
  await until(() => second.calls.length === 1);
  own.abort();
  assert.equal(await ended, 'aborted');

  const third = await page(t, { can: { conditionalGet: false } });
  assert.equal(await code(third.keystile.signIn({ mode: 'autofill' })), 'not_supported');
});

test('after a phone has answered, a passkey on this device is offered; after this device has, none is', async (t) => {
  const offers = [];
  const from = (authenticatorAttachment) => ({ toJSON: () => ({ ...passkey.toJSON(), authenticatorAttachment }) });
  const get = (_, count) => Promise.resolve(from(count === 1 ? 'cross-platform' : 'platform'));
  const options = { onOfferLocalPasskey: (answer) => offers.push(answer.attachment) };
  const able = await page(t, { can: { userVerifyingPlatformAuthenticator: true }, get, options });
  api(t, answers());
  await able.keystile.signIn();
  await able.keystile.signIn();
  assert.deepEqual([offers, able.calls.length], [['cross-platform'], 2]);

  const unable = await page(t, { can: { userVerifyingPlatformAuthenticator: false }, get, options });
  await unable.keystile.signIn();
  assert.equal(offers.length, 1);
});

test('upgrading creates without a dialog, and is silent where it does not work', async (t) => {
  const connect = { 'webauthn/connect/options': [begun()], 'webauthn/connect/verify': [{ success: true, passkey: { id: '1' } }] };
  const able = await page(t, { can: { conditionalCreate: true }, create: async () => passkey });
  const requests = api(t, connect);
  assert.deepEqual(await able.keystile.upgrade(), { id: '1' });
  assert.equal(able.calls[0].mediation, 'conditional');
  assert.deepEqual(requests[0].body, { mediation: 'conditional' });

  const unwilling = await page(t, { can: { conditionalCreate: true }, create: nothing });
  assert.equal(await unwilling.keystile.upgrade(), null);

  const unable = await page(t, { can: {} });
  assert.equal(await unable.keystile.upgrade(), null);
  assert.equal(unable.calls.length, 0);
});
