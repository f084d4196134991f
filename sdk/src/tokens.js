/** @import { PasskeyError } from './errors.js' */
/** @import { Tokens } from './types.js' */

/** @typedef {ReturnType<typeof tokenKeeper>} TokenKeeper */

/**
 * One at a time in all tabs: a refresh token used twice ends its session.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const alone = (work) => globalThis.navigator?.locks ? navigator.locks.request('keystile', work) : work();

/**
 * Holds the tokens of a page on another origin, which gets no cookie.
 * @param {string} key
 * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} [storage] none: the tokens live as long as the page
 */
export function tokenKeeper(key, storage) {
  /** @type {string | null} */
  let held = null;
  /** @returns {Tokens & { until: number } | null} */
  const read = () => JSON.parse((storage ? storage.getItem(key) : held) ?? 'null');

  const keeper = {
    /** @param {Tokens} tokens */
    keep(tokens) {
      held = JSON.stringify({ ...tokens, until: Date.now() + tokens.expiresIn * 1000 });
      storage?.setItem(key, held);
    },

    drop() {
      held = null;
      storage?.removeItem(key);
    },

    read,

    /**
     * An access token that is good for a while yet, renewed where it must be.
     * @param {(refreshToken: string) => Promise<unknown>} refresh
     */
    async fresh(refresh) {
      const old = () => (read()?.until ?? Infinity) < Date.now() + 10_000;
      // Another tab may have renewed it while this one waited.
      if (old()) await alone(async () => old() && refresh(/** @type {Tokens} */ (read()).refreshToken).catch(forget));
      return read()?.accessToken;
    },
  };

  /** @param {PasskeyError} error */
  const forget = (error) => {
    if (error.status !== 401) throw error;
    keeper.drop();
  };
  return keeper;
}
