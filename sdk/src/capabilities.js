/** @type {Promise<Record<string, boolean | undefined>> | undefined} */
let known;

/**
 * What this browser can do. Each answer is `true`, `false`, or `undefined`: nobody knows.
 * Asked once; the names are those of `PublicKeyCredential.getClientCapabilities()`.
 * @returns {Promise<Record<string, boolean | undefined>>}
 */
export function capabilities() {
  return known ??= ask();
}

/** True where the browser has WebAuthn at all and the page may use it. */
export const isSupported = () => typeof globalThis.PublicKeyCredential === 'function' && globalThis.isSecureContext;

/** @returns {Promise<Record<string, boolean | undefined>>} */
async function ask() {
  if (!isSupported()) return { conditionalGet: false, conditionalCreate: false, immediateGet: false, userVerifyingPlatformAuthenticator: false };
  const api = PublicKeyCredential;
  try {
    // Awaited here: an extension may have replaced it with one that throws.
    if (api.getClientCapabilities) return { ...(await api.getClientCapabilities()) };
    return {
      conditionalGet: await api.isConditionalMediationAvailable?.(),
      userVerifyingPlatformAuthenticator: await api.isUserVerifyingPlatformAuthenticatorAvailable(),
    };
  } catch {
    return {};
  }
}
