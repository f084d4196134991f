import { PasskeyError } from './errors.js';

/** @import { Server } from './http.js' */
/** @import { SessionDetails, Tokens, User } from './types.js' */

/**
 * The session of this browser, held in a cookie that no script can read.
 * @param {Server} server
 */
export const session = (server) => ({
  /**
   * Who is signed in; null for nobody.
   * @returns {Promise<{ user: User, session: SessionDetails } | null>}
   */
  async get() {
    try {
      return await server.get('session');
    } catch (error) {
      if (error instanceof PasskeyError && error.status === 401) return null;
      throw error;
    }
  },

  /** Ends it on the server, for every tab. */
  signOut: () => server.delete('session'),

  /** @returns {Promise<{ session: Tokens }>} */
  refresh: () => server.post('session/refresh', {}),
});
