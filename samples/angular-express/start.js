// npm start: a Keystile beside the sample, an app with its keys in .env, the front end built, the backend started.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const server = fileURLToPath(new URL('../../src/Server', import.meta.url))
const port = process.env.PORT ?? '4200'
const url = 'http://localhost:5170'
const env = { ...process.env, KEYSTILE_PUBLIC_URL: url, KEYSTILE_URLS: url, KEYSTILE_DATABASE: `sqlite:${here}data/keystile.db` }

mkdirSync(`${here}data`, { recursive: true })
execFileSync('dotnet', ['build', server, '--nologo', '--verbosity', 'quiet'], { stdio: 'inherit' })
if (!existsSync(`${here}.env`)) {
  const made = execFileSync('dotnet', ['run', '--no-build', '--project', server, '--', 'apps', 'create', 'sample', '--rp-id', 'localhost', '--origin', `http://localhost:${port}`, '--json'], { env })
  const { publicKey, secretKey } = JSON.parse(made)
  writeFileSync(`${here}.env`, `KEYSTILE_URL=${url}\nKEYSTILE_PUBLIC_KEY=${publicKey}\nKEYSTILE_SECRET_KEY=${secretKey}\n`, { mode: 0o600 })
}
if (!existsSync(`${here}dist/index.html`)) execFileSync('npm', ['run', 'build'], { cwd: here, stdio: 'inherit' })

const keys = Object.fromEntries(readFileSync(`${here}.env`, 'utf8').trim().split('\n').map(line => line.split(/=(.*)/s).slice(0, 2)))
const running = [
  spawn('dotnet', ['run', '--no-build', '--project', server], { env, stdio: 'inherit' }),
  spawn('node', [`${here}backend/server.js`], { env: { ...process.env, ...keys, PORT: port }, stdio: 'inherit' }),
]
const stop = () => running.forEach(one => one.kill())
process.on('SIGINT', stop).on('SIGTERM', stop)
running.forEach(one => one.on('exit', stop))
