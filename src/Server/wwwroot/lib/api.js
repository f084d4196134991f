import { server } from '/sdk/http.js';

/** The server's answers as they are, for what the SDK has no word of its own for. Its signals reach the password manager all the same. */
export const api = server('');
