import { PasskeyError } from './errors.js';
import { alone } from './tokens.js';

/** @import { Server } from './http.js' */
/** @import { SessionDetails, Tokens, User } from './types.js' */

/**
 * The session: in a cookie that no script can read, or, for pages on other origins, in tokens.
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
  async signOut() {
    const answer = await server.delete('session');
    server.tokens?.drop();
    return answer;
  },

  /**
   * Fresh tokens, such as for calls to your own backend; one tab at a time.
   * @returns {Promise<{ session: Tokens }>}
   */
  refresh: () => alone(() => server.refresh(server.tokens?.read()?.refreshToken)),
});
