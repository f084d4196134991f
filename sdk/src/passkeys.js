/** @import { Server } from './http.js' */
/** @import { Passkey, Signal } from './types.js' */

/**
 * The passkeys of the account that is signed in.
 * @param {Server} server
 */
export const passkeys = (server) => ({
  /** @returns {Promise<Passkey[]>} oldest first */
  list: async () => (await server.get('passkeys')).items,

  /**
   * @param {string} id
   * @param {string} name
   * @returns {Promise<Passkey>}
   */
  rename: (id, name) => server.patch(`passkeys/${id}`, { name }),

  /**
   * Needs a step-up, and refuses the last passkey unless it is forced.
   * @param {string} id
   * @param {{ force?: boolean }} [options]
   * @returns {Promise<{ signals: Signal[] }>}
   */
  delete: (id, { force } = {}) => server.delete(`passkeys/${id}${force ? '?force=true' : ''}`),
});
