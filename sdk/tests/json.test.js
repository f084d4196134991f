import assert from 'node:assert/strict';
import test from 'node:test';
import { creationOptions, credentialJson, requestOptions, toBytes, toText } from '../src/json.js';
import { stub } from './browser.js';

const bytes = (...values) => Uint8Array.from(values);

test('every byte survives base64url, without padding', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let length = 0; length <= 256; length++) {
    const part = all.slice(0, length);
    const text = toText(part.buffer);
    assert.equal(text, Buffer.from(part).toString('base64url'));
    assert.deepEqual(toBytes(text), part);
  }
});

test('an old browser gets creation options as bytes, and the rest as it came', () => {
  const options = creationOptions({
    rp: { id: 'example.com', name: 'Example' },
    user: { id: 'AQID', name: 'ada', displayName: 'Ada' },
    challenge: '_-8',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: [{ type: 'public-key', id: 'BAU', transports: ['usb'] }],
    attestation: 'none',
  });
  assert.deepEqual(options.user, { id: bytes(1, 2, 3), name: 'ada', displayName: 'Ada' });
  assert.deepEqual(options.challenge, bytes(255, 239));
  assert.deepEqual(options.excludeCredentials, [{ type: 'public-key', id: bytes(4, 5), transports: ['usb'] }]);
  assert.equal(options.attestation, 'none');
});

test('an old browser gets request options as bytes', () => {
  const options = requestOptions({ challenge: 'AQ', rpId: 'example.com', allowCredentials: [{ type: 'public-key', id: 'Ag' }] });
  assert.deepEqual(options.challenge, bytes(1));
  assert.deepEqual(options.allowCredentials, [{ type: 'public-key', id: bytes(2) }]);
  assert.equal(requestOptions({ challenge: 'AQ' }).allowCredentials, undefined);
});

test('the browser’s own readers come first', (t) => {
  stub(t, { PublicKeyCredential: { parseCreationOptionsFromJSON: () => 'own', parseRequestOptionsFromJSON: () => 'own' } });
  assert.equal(creationOptions({}), 'own');
  assert.equal(requestOptions({}), 'own');
  assert.equal(credentialJson({ toJSON: () => 'own' }), 'own');
});

test('a new passkey of an old browser is written whole', () => {
  const written = credentialJson({
    id: 'AQID', type: 'public-key', authenticatorAttachment: 'platform',
    response: { clientDataJSON: bytes(1).buffer, attestationObject: bytes(2).buffer, getTransports: () => ['internal'] },
    getClientExtensionResults: () => ({ credProps: { rk: true } }),
  });
  assert.deepEqual(written, {
    id: 'AQID', rawId: 'AQID', type: 'public-key', authenticatorAttachment: 'platform',
    response: { clientDataJSON: 'AQ', attestationObject: 'Ag', transports: ['internal'] },
    clientExtensionResults: { credProps: { rk: true } },
  });
});

test('an assertion of an old browser is written whole, and without a user handle where there is none', () => {
  const response = { clientDataJSON: bytes(1).buffer, authenticatorData: bytes(2).buffer, signature: bytes(3).buffer, userHandle: null };
  const credential = { id: 'AQID', type: 'public-key', authenticatorAttachment: null, response, getClientExtensionResults: () => ({}) };
  assert.deepEqual(credentialJson(credential).response, { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw' });
  response.userHandle = bytes(4).buffer;
  assert.equal(credentialJson(credential).response.userHandle, 'BA');
});
