import { Client } from '/passwordless.js';
import { createKeystile } from '/sdk/index.js';

const $ = (id) => document.getElementById(id);
const me = await (await fetch('/me')).json();
const keystile = createKeystile({ baseUrl: me.keystile.url, apiKey: me.keystile.apiKey, accessToken: () => me.idToken });

$('add').onclick = () => say(async () => {
  await keystile.connect({ name: 'Passkey of the shop' });
  await list();
  return 'Your passkey is ready. Next time, sign in with it.';
});

$('sign-in').onclick = () => say(async () => {
  const { token, error } = await new Client({ apiUrl: me.keystile.url, apiKey: me.keystile.apiKey }).signinWithDiscoverable();
  if (error) throw new Error(error.title);
  await post('/passkey', { token });
  location.reload();
  return '';
});

$('sign-out').onclick = () => say(async () => {
  await post('/logout', {});
  location.reload();
  return '';
});

$('email').textContent = me.email;
// Whoever came by passkey adds another after a sign-in with Google.
$('add').hidden = !me.idToken;
$(me.email ? 'member' : 'guest').hidden = false;
if (me.idToken) await list();

async function list() {
  const items = await keystile.passkeys.list();
  $('passkeys').replaceChildren(...items.map(({ name }) => Object.assign(document.createElement('li'), { textContent: name })));
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error('The shop did not take that sign-in.');
}

async function say(act) {
  try {
    $('note').textContent = await act();
  } catch (error) {
    $('note').textContent = error.userMessage ?? error.message;
  }
}
