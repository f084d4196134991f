// samples/angular-express end to end: the built front end in Chromium, its Express backend, and the real server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort, startKeystile } from './keystile.mjs'
import { startChromium, visit } from './page.mjs'

const sample = fileURLToPath(new URL('../../samples/angular-express/', import.meta.url))
let server, backend, browser, origin

before(async () => {
  assert.ok(existsSync(`${sample}dist/index.html`), 'build the sample first: npm ci && npm run build in samples/angular-express')
  const port = await freePort()
  origin = `http://localhost:${port}`;
  [server, browser] = await Promise.all([startKeystile(), startChromium()])
  const { publicKey, secretKey } = await server.addApp('sample', origin)
  backend = spawn('node', ['backend/server.js'], { cwd: sample, env: { ...process.env, PORT: port, KEYSTILE_URL: server.url, KEYSTILE_PUBLIC_KEY: publicKey, KEYSTILE_SECRET_KEY: secretKey }, stdio: 'inherit' })
  while (!(await fetch(origin).catch(() => null))?.ok) {
    assert.equal(backend.exitCode, null, 'the backend stopped')
    await wait(50)
  }
})
after(async () => {
  backend?.kill()
  await browser?.close()
  await server?.stop()
})

const button = (page, name) => page.getByRole('button', { name, exact: true })
const isSignedInAs = (page, name) => page.getByText(`Signed in as ${name}.`).waitFor()

async function register(page, name) {
  await page.getByLabel('Username').fill(name)
  await button(page, 'Register passkey').click()
}

describe('the Angular and Express sample', () => {
  it('registers a passkey, keeps its own session, signs out and signs in with the passkey', async () => {
    const { page, passkeys, leave } = await visit(browser, origin, { script: false })
    await register(page, 'ada')
    await isSignedInAs(page, 'ada')
    assert.equal((await passkeys()).length, 1)
    await page.reload()
    await isSignedInAs(page, 'ada')
    const [cookie] = await page.context().cookies()
    assert.equal(cookie.httpOnly, true)

    await button(page, 'Sign out').click()
    await button(page, 'Sign in with passkey').click()
    await isSignedInAs(page, 'ada')
    assert.notEqual((await page.context().cookies())[0].value, cookie.value)
    await leave()
  })

  it('gives nobody else a passkey for a name that is taken', async () => {
    const { page, passkeys, leave } = await visit(browser, origin, { script: false })
    await register(page, 'ada')
    await page.getByRole('alert').getByText('That name is taken').waitFor()
    assert.equal((await passkeys()).length, 0)
    await leave()
  })

  it('says so where the browser has no passkey, and believes no token that Keystile did not make', async () => {
    const { page, leave } = await visit(browser, origin, { script: false })
    await button(page, 'Sign in with passkey').click()
    await page.getByRole('alert').getByText(/\S/).waitFor()
    const answer = await fetch(`${origin}/api/signin-token`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"token":"verify_nonsense"}' })
    assert.equal(answer.status, 401)
    assert.equal(answer.headers.get('set-cookie'), null)
    await leave()
  })
})
