// WebAuthn's JSON shapes: the browser's own readers and writers, or the same in a few lines for browsers before 2025.

/** @param {string} text base64url */
export const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
export const toText = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

/** @param {PublicKeyCredentialDescriptorJSON[]} [list] */
const descriptors = (list) =>
  list?.map(({ id, ...rest }) => /** @type {PublicKeyCredentialDescriptor} */ ({ ...rest, id: toBytes(id) }));

/**
 * @param {PublicKeyCredentialCreationOptionsJSON} json
 * @returns {PublicKeyCredentialCreationOptions}
 */
export const creationOptions = (json) =>
  globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON?.(json) ?? /** @type {any} */ ({
    ...json,
    challenge: toBytes(json.challenge),
    user: { ...json.user, id: toBytes(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  });

/**
 * @param {PublicKeyCredentialRequestOptionsJSON} json
 * @returns {PublicKeyCredentialRequestOptions}
 */
export const requestOptions = (json) =>
  globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON?.(json) ?? /** @type {any} */ ({
    ...json,
    challenge: toBytes(json.challenge),
    allowCredentials: descriptors(json.allowCredentials),
  });

/**
 * A credential as the server reads it, whole.
 * @param {any} credential
 * @returns {RegistrationResponseJSON | AuthenticationResponseJSON}
 */
export function credentialJson(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, response, authenticatorAttachment } = credential;
  /** @type {Record<string, unknown>} */
  const written = response.attestationObject ? { transports: response.getTransports?.() ?? [] } : {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (response[name]) written[name] = toText(response[name]);
  return /** @type {any} */ ({
    id, rawId: id, type, authenticatorAttachment, response: written, clientExtensionResults: credential.getClientExtensionResults(),
  });
}
