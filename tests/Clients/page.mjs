// A site's page at an origin of its own, with the unmodified client of passwordless.dev, and Chromium with a virtual authenticator to visit it.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const client = fileURLToPath(import.meta.resolve('@passwordlessdev/passwordless-client'))
const page = `<!doctype html><title>A site</title><input autocomplete="username webauthn" aria-label="Username">
<script type="module">import * as passwordless from '/client.mjs'; window.passwordless = passwordless</script>`
// Without these, Chromium asks addresses outside for updates, or refuses to run as root or without a graphics card.
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Serves the page; `stop` ends it. */
export async function startSite() {
  const script = await readFile(client)
  const server = createServer((request, response) => {
    const isScript = request.url === '/client.mjs'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : page)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://localhost:${server.address().port}`, stop: () => new Promise(resolve => { server.close(resolve); server.closeAllConnections() }) }
}

export const startChromium = () => chromium.launch({ executablePath: process.env.KEYSTILE_CHROMIUM ?? '/usr/bin/chromium', args: flags })

/** A person at the page, with an empty profile and an authenticator. `script`: wait until the client is there to be called. */
export async function visit(browser, origin, { script = true } = {}) {
  const context = await browser.newContext()
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await page.goto(origin)
  if (script) await page.waitForFunction(() => window.passwordless)
  return {
    page,
    /** Calls a method of a new Client and answers what it answers. */
    call: (config, method, ...args) => page.evaluate(([config, method, args]) => new window.passwordless.Client(config)[method](...args), [config, method, args]),
    touch: enabled => devTools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    recognise: isUserVerified => devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    passkeys: async () => (await devTools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    leave: () => context.close(),
  }
}
