// Serves the one page. At its start it asks Keystile's command line for a public key: of a new app, or one more of the app that is there.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const { PORT = '8080', KEYSTILE = 'http://localhost:5170', KEYSTILE_PROGRAM } = process.env;
const server = fileURLToPath(new URL('../../src/Server', import.meta.url));
const program = KEYSTILE_PROGRAM ? [KEYSTILE_PROGRAM] : ['run', '--no-build', '--project', server, '--'];
const origin = `http://localhost:${PORT}`;

const keystile = (...words) => JSON.parse(execFileSync('dotnet', [...program, ...words, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

function publicKey() {
  try {
    return keystile('apps', 'create', 'vanilla', '--rp-id', 'localhost', '--origin', origin).publicKey;
  } catch {
    return keystile('keys', 'create', 'vanilla', '--kind', 'public').key;
  }
}

const page = readFileSync(new URL('index.html', import.meta.url), 'utf8').replace('{{keystile}}', KEYSTILE).replace('{{key}}', publicKey());

createServer((request, response) => {
  response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(request.url === '/' ? page : '');
}).listen(Number(PORT), 'localhost', () => console.log(`Open ${origin}`));
