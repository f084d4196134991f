import { createKeystile, PasskeyError } from '@keystile/browser';
import { german } from '@keystile/browser/de';

const { VITE_KEYSTILE, VITE_KEY } = (import.meta as unknown as { env: Record<string, string> }).env;
const keystile = createKeystile({ baseUrl: VITE_KEYSTILE, apiKey: VITE_KEY, storage: sessionStorage });
const said = document.getElementById('said')!;

const run = (id: string, work: () => Promise<string>) => document.getElementById(id)!.addEventListener('click', async () => {
  try {
    said.textContent = await work();
  } catch (error) {
    said.textContent = error instanceof PasskeyError ? `${error.code}: ${german[error.code]}` : String(error);
  }
});

run('create', async () => `Hello ${(await keystile.createPasskey({ username: 'ada-vite' })).user.username}`);
run('sign-in', async () => {
  await keystile.session.signOut();
  const { user, passkey } = await keystile.signIn();
  return `Welcome back ${user.username}, ${passkey.synced ? 'synced' : 'on this device'}`;
});
run('who', async () => {
  const known = await keystile.session.get();
  const { session } = await keystile.session.refresh();
  const [first] = await keystile.passkeys.list();
  return `${known?.user.username} with ${first?.name}, ${session.tokenType}`;
});
