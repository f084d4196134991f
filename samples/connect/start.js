// Starts all three on this machine: Keystile, Google's stand-in and the shop. Everything they keep goes when they stop.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: ports } = parseArgs({
  options: { keystile: { type: 'string', default: '5170' }, google: { type: 'string', default: '5180' }, shop: { type: 'string', default: '5181' } },
});
const here = dirname(fileURLToPath(import.meta.url));
const [keystile, google, shop] = [ports.keystile, ports.google, ports.shop].map((port) => `http://localhost:${port}`);
const folder = mkdtempSync(join(tmpdir(), 'keystile-shop-'));
const children = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

// The program as it was built, or built now.
const [program, ...first] = process.env.KEYSTILE_PROGRAM ? ['dotnet', process.env.KEYSTILE_PROGRAM] : ['dotnet', 'run', '--project', join(here, '../../src/Server'), '--'];
const env = { ...process.env, KEYSTILE_DATABASE: `sqlite:${folder}/keystile.db`, KEYSTILE_PUBLIC_URL: keystile, KEYSTILE_URLS: keystile };

// The app: the shop's page may run ceremonies, and who shows a token of Google's for the shop is the shop's user.
const tokenIssuer = JSON.stringify({ issuer: google, audience: 'shop', jwksUrl: `${google}/jwks` });
const app = JSON.parse(execFileSync(program, [...first, 'apps', 'create', 'shop', '--rp-id', 'localhost', '--origin', shop, '--set', `tokenIssuer=${tokenIssuer}`, '--json'], { env }));

start(program, first, env);
start('node', ['google.js', '--port', ports.google, '--redirect', `${shop}/callback`]);
await answers(`${keystile}/health/ready`);
await answers(`${google}/.well-known/openid-configuration`);
start('node', ['shop.js'], { ...process.env, PORT: ports.shop, GOOGLE: google, KEYSTILE: keystile, KEYSTILE_PUBLIC_KEY: app.publicKey, KEYSTILE_SECRET: app.secretKey });
await answers(shop);
console.log(`Open ${shop}`);

function start(command, args, environment = process.env) {
  const child = spawn(command, args, { cwd: here, env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  child.on('exit', () => process.exit(1));
  children.push(child);
}

async function answers(url) {
  for (;;) {
    if (await fetch(url).then((response) => response.ok, () => false)) return;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}
