import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as sdk from '../src/index.js';
import { german } from '../src/messages.de.js';
import { api, begun, browser, passkey, stub } from './browser.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
const runs = Object.getPrototypeOf(async () => {}).constructor;
const documented = { id: '1', name: 'Blue key', synced: true };
const user = { username: 'ada' };

const answers = {
  'webauthn/register/begin': [begun()], 'webauthn/register/complete': [{ user, passkey: documented }],
  'webauthn/authenticate/begin': [begun()], 'webauthn/authenticate/complete': [{ user, passkey: documented }],
  'webauthn/connect/options': [begun()], 'webauthn/connect/verify': [{ success: true, passkey: documented }],
  'webauthn/stepup/begin': [begun()], 'webauthn/stepup/complete': [{ user, session: { stepUp: { until: 'later' } } }],
  passkeys: [{ items: [documented] }], 'passkeys/1': [documented], session: [{ user, session: {} }], 'session/refresh': [{ session: { accessToken: 'a', expiresIn: 300 } }],
};

for (const [index, example] of examples.entries())
  test(`example ${index + 1} of README runs: ${example.split('\n').find((line) => !line.startsWith('import') && line)}`, async (t) => {
    browser(t, { get: async () => passkey, create: async () => passkey });
    stub(t, { location: { origin: 'https://example.com', assign: () => {} }, sessionStorage: { getItem: () => null, setItem: () => {}, removeItem: () => {} } });
    t.mock.method(console, 'log', () => {});
    api(t, structuredClone(answers));
    const before = structuredClone({ ...sdk.messages });
    t.after(() => Object.assign(sdk.messages, before));
    const own = /const keystile =/.test(example) ? '' : 'const keystile = createKeystile();';
    await new runs('createKeystile', 'PasskeyError', 'messages', 'german', own + example.replace(/^import .*$/gm, ''))(sdk.createKeystile, sdk.PasskeyError, sdk.messages, german);
  });

test('README shows every call there is, and no package path that is not there', () => {
  const keystile = sdk.createKeystile();
  const calls = Object.entries(keystile).flatMap(([name, value]) => (typeof value === 'function' ? [name] : Object.keys(value).map((inner) => `${name}.${inner}`)));
  for (const call of calls) assert.ok(readme.includes(`keystile.${call}(`), call);
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  for (const [, path] of readme.matchAll(/from '@keystile\/browser(.*?)'/g)) assert.ok(exports[`.${path}`], path);
});
