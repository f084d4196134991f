import { PasskeyError, fromProblem } from './errors.js';
import { run } from './signals.js';

/** @import { Phase } from './types.js' */

/** @typedef {ReturnType<typeof server>} Server */

/**
 * One door to the API.
 * @param {string} baseUrl where Keystile answers; empty for the page's own origin
 * @param {string} [apiKey] names the app, for pages on other origins
 */
export function server(baseUrl, apiKey) {
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
    return json;
  }

  return {
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

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's error page, or no body at all
  }
}
