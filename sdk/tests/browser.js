// A browser made of plain objects: enough of one for what the SDK asks.

/** Puts these on the global object until the test ends. */
export function stub(t, values) {
  for (const [name, value] of Object.entries(values)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
  }
}

/** A browser whose dialogs answer as told; each call of `get` and `create` is kept. */
export function browser(t, { get = forever, create = forever, api = {} } = {}) {
  const calls = [];
  const ask = (kind, answer) => (options) => {
    calls.push({ kind, ...options });
    return answer(options, calls.length);
  };
  stub(t, {
    isSecureContext: true,
    location: { origin: 'https://example.com' },
    PublicKeyCredential: Object.assign(class PublicKeyCredential {}, { getClientCapabilities: async () => ({ conditionalGet: true }) }, api),
    navigator: { credentials: { get: ask('get', get), create: ask('create', create) } },
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  });
  return calls;
}

/** A dialog that stays open until it is aborted. */
export const forever = ({ signal }) => new Promise((_, reject) => {
  const end = () => reject(new DOMException('aborted', 'AbortError'));
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
});

export const passkey = {
  toJSON: () => ({ id: 'AQID', rawId: 'AQID', type: 'public-key', authenticatorAttachment: 'platform', response: {}, clientExtensionResults: {} }),
};

/** A challenge token with this life, in seconds. */
export const token = (life = 300) =>
  ['{"alg":"HS256"}', JSON.stringify({ iat: 1000, exp: 1000 + life }), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

/** A server that answers each path with the next of its answers; the last one goes on. Each request is kept. */
export function api(t, answers) {
  const requests = [];
  stub(t, {
    fetch: async (url, { body, ...init }) => {
      const path = url.replace(/^.*\/api\//, '');
      const sent = body && JSON.parse(body);
      requests.push({ path, body: sent, ...init });
      const list = answers[path] ?? [];
      const answer = list.length > 1 ? list.shift() : list[0];
      if (answer instanceof Error) throw answer;
      const { status = 200, ...json } = answer ?? { status: 404 };
      return new Response(status === 204 ? null : JSON.stringify(json), { status });
    },
  });
  return requests;
}

export const begun = (life) => ({
  publicKey: { challenge: 'AAAA', rpId: 'example.com', user: { id: 'AAAA' }, rp: { id: 'example.com' }, timeout: 300_000 },
  challengeToken: token(life),
});

export const until = async (condition) => {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => { setImmediate(resolve); });
};
