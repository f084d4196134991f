// What this browser keeps for the person at it: the language, the account used last. Nothing secret; a browser that keeps nothing is fine.
const prefix = 'keystile.';

/** @param {string} name */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} name @param {unknown} value null forgets it */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch { /* storage is full or forbidden */ }
}

/**
 * Signing out empties the site's storage at the server's word. What is the person's own wish comes back afterwards.
 * @template T
 * @param {() => Promise<T>} signOut
 */
export async function keepThrough(signOut) {
  const kept = ['language', 'account', 'offers'].map((name) => /** @type {const} */ ([name, recall(name)]));
  const result = await signOut();
  for (const [name, value] of kept) remember(name, value);
  return result;
}
