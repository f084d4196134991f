// The real program in a process of its own, on a free port, with an empty database that goes with it, and one app made by the command line.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const program = fileURLToPath(new URL('../../src/Server/bin/Debug/net10.0/keystile.dll', import.meta.url))

export async function freePort() {
  const listener = createServer()
  await new Promise(resolve => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address()
  await new Promise(resolve => listener.close(resolve))
  return port
}

/** Starts a server with these settings besides; `stop` ends it and removes its data. */
export async function startKeystile(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-clients-'))
  const url = `http://localhost:${await freePort()}`
  const env = { ...process.env, KEYSTILE_PUBLIC_URL: url, KEYSTILE_URLS: url, KEYSTILE_DATABASE: `sqlite:${join(folder, 'keystile.db')}`, KEYSTILE_RATE_LIMITS: 'off', ...settings }
  const server = spawn('dotnet', [program], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [server.stdout, server.stderr]) stream.on('data', data => { said += data })
  const keystile = async (...verb) => (await promisify(execFile)('dotnet', [program, ...verb], { cwd: folder, env })).stdout
  while (!(await fetch(`${url}/health/ready`).catch(() => null))?.ok) {
    if (server.exitCode !== null) throw new Error(`The server stopped: ${said}`)
    await wait(50)
  }
  return {
    url,
    keystile,
    /** Makes an app whose pages run at that origin: `{id, publicKey, secretKey}`. */
    addApp: async (id, origin) => JSON.parse(await keystile('apps', 'create', id, '--rp-id', 'localhost', '--origin', origin, '--json')),
    async stop() {
      server.kill()
      if (server.exitCode === null && server.signalCode === null) await new Promise(resolve => server.on('exit', resolve))
      await rm(folder, { recursive: true })
    },
  }
}
