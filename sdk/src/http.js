import { PasskeyError, fromProblem } from './errors.js';
import { run } from './signals.js';

/** @import { Options, Phase, SignedIn } from './types.js' */
/** @import { TokenKeeper } from './tokens.js' */

/** @typedef {ReturnType<typeof server> & { onOfferLocalPasskey?: (answer: SignedIn) => void }} Server */

/**
 * One door to the API.
 * @param {string} baseUrl where Keystile answers; empty for the page's own origin
 * @param {string} [apiKey] names the app, for pages on other origins
 * @param {TokenKeeper} [tokens] for pages that get no cookie
 * @param {Options['accessToken']} [accessToken] in place of those
 */
export function server(baseUrl, apiKey, tokens, accessToken) {
  /**
   * @param {string} method
   * @param {string} path below `/api/`
   * @param {object} [body]
   * @param {{ phase?: Phase, signal?: AbortSignal }} [more]
   * @returns {Promise<any>} the answer's JSON; null where it has none
   */
  async function call(method, path, body, { phase = 'options', signal } = {}) {
    /** @type {Record<string, string>} */
    const headers = { 'Client-Version': 'js-0.1.0' };
    if (body) headers['Content-Type'] = 'application/json';
    if (apiKey) headers.ApiKey = apiKey;
    const bearer = path !== refreshing && (await accessToken?.() ?? await tokens?.fresh(refresh));
    if (bearer) headers.Authorization = `Bearer ${bearer}`;

    let response, answer;
    try {
      response = await fetch(`${baseUrl}/api/${path}`, { method, headers, signal, cache: 'no-store', body: body && JSON.stringify(body) });
      answer = await response.text();
    } catch (cause) {
      throw new PasskeyError(signal?.aborted ? 'aborted' : 'unreachable', phase, { cause });
    }

    const json = parse(answer);
    run(json?.signals);
    if (!response.ok) throw fromProblem(response, json ?? {}, phase);
    if (json?.session?.accessToken) tokens?.keep(json.session);
    return json;
  }

  /** @param {string} [refreshToken] */
  const refresh = (refreshToken) => call('POST', refreshing, { refreshToken });

  return {
    tokens,
    refresh,
    /** @param {string} path */
    get: (path) => call('GET', path),
    /** @param {string} path */
    delete: (path) => call('DELETE', path),
    /** @param {string} path @param {object} body */
    patch: (path, body) => call('PATCH', path, body),
    /** @param {string} path @param {object} body @param {{ phase?: Phase, signal?: AbortSignal }} [more] */
    post: (path, body, more) => call('POST', path, body, more),
  };
}

const refreshing = 'session/refresh';

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's error page, or no body at all
  }
}
