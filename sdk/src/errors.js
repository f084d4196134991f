import { messages } from './messages.js';

/** @import { Phase } from './types.js' */

const retryable = new Set(['cancelled_or_timeout', 'challenge_expired', 'rate_limited', 'unreachable', 'extension_interference']);

/** Why a ceremony did not end well: a stable `code` for programs, a `userMessage` for people, a `message` for developers. */
export class PasskeyError extends Error {
  /**
   * @param {string} code
   * @param {Phase} phase
   * @param {{ message?: string, cause?: unknown, status?: number, requestId?: string, step?: string, retryAfter?: number, hint?: string }} [more]
   */
  constructor(code, phase, more = {}) {
    super(more.message ?? code, { cause: more.cause });
    this.name = 'PasskeyError';
    this.code = code;
    this.phase = phase;
    /** The HTTP status, where the server refused. */
    this.status = more.status;
    /** What the operator finds in the log. */
    this.requestId = more.requestId;
    /** The step of the W3C specification that failed. */
    this.step = more.step;
    /** Seconds to wait. */
    this.retryAfter = more.retryAfter;
    /** A guess, from the time it took, at what stands behind `cancelled_or_timeout`: `blocked`, `cancelled` or `timeout`. */
    this.hint = more.hint;
  }

  /** True where the same call may succeed unchanged. */
  get retryable() {
    return retryable.has(this.code) || (this.status ?? 0) >= 500;
  }

  get userMessage() {
    return messages[this.code] ?? messages[(this.status ?? 0) >= 500 ? 'server_error' : 'unexpected'] ?? '';
  }
}

/** @type {Record<string, string>} */
const codeOf = {
  AbortError: 'aborted',
  NotAllowedError: 'cancelled_or_timeout',
  InvalidStateError: 'passkey_exists',
  ConstraintError: 'user_verification_unavailable',
  NotSupportedError: 'not_supported',
  SecurityError: 'rp_id_mismatch',
  // An injected script that replaced navigator.credentials is the only known source of these two.
  ReferenceError: 'extension_interference',
  TypeError: 'extension_interference',
};

/**
 * Names what `navigator.credentials` threw.
 * @param {unknown} error
 * @param {{ rpId?: string, timeout?: number, immediate?: boolean, elapsed: number }} call
 */
export function fromBrowser(error, { rpId, timeout = Infinity, immediate, elapsed }) {
  const { name = '', message = '' } = error instanceof Error ? error : {};
  const code = name === 'NotAllowedError' && immediate ? 'no_local_credential' : codeOf[name] ?? 'unexpected';
  return new PasskeyError(code, 'ceremony', {
    cause: error,
    message: code === 'rp_id_mismatch'
      ? `The RP ID "${rpId}" does not fit the origin ${location.origin}. Set the app's RP ID to this host or to a parent domain of it, and list this origin. (${message})`
      : message,
    // A browser takes its time to say that it holds nothing, so that no page can tell from it what it holds.
    hint: name !== 'NotAllowedError' ? undefined : elapsed < (immediate ? 1500 : 300) ? 'blocked' : elapsed >= timeout ? 'timeout' : 'cancelled',
  });
}

/**
 * Names what the server refused (RFC 9457).
 * @param {Response} response
 * @param {Record<string, any>} problem
 * @param {Phase} phase
 */
export function fromProblem(response, problem, phase) {
  const { status } = response;
  const code = problem.code ?? (status === 429 ? 'rate_limited' : status >= 500 ? 'server_error' : 'unexpected');
  return new PasskeyError(code, phase, {
    status,
    message: [problem.title ?? `HTTP ${status}`, problem.detail].filter(Boolean).join(': '),
    requestId: problem.requestId,
    step: problem.step,
    retryAfter: problem.retryAfter ?? (Number(response.headers.get('retry-after')) || undefined),
  });
}
