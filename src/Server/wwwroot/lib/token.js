/** Takes the token out of the address, where mail puts it behind `#`: from here on no history, no bookmark and no picture of the screen holds it. */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

// A link opened where its page is open already changes the fragment alone.
addEventListener('hashchange', () => location.reload());
