// Both official npm clients, unmodified, against the real server: every method they have, and the errors they expect.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { ApiException, PasswordlessClient, RegisterOptions, SendMagicLinkRequest } from '@passwordlessdev/passwordless-nodejs'
import { startKeystile } from './keystile.mjs'
import { startChromium, startSite, visit } from './page.mjs'
import { startMailbox } from './mailbox.mjs'

let server, mailbox, site, browser, app, config, backend, person
let users = 0

before(async () => {
  mailbox = await startMailbox();
  [server, site, browser] = await Promise.all([startKeystile({ KEYSTILE_SMTP_URL: mailbox.url, KEYSTILE_MAIL_FROM: 'login@example.com' }), startSite(), startChromium()])
  app = await server.addApp('shop', site.origin)
  config = { apiUrl: server.url, apiKey: app.publicKey }
  backend = new PasswordlessClient(app.secretKey, { baseUrl: server.url })
})
after(async () => {
  await browser?.close()
  await site?.stop()
  await server?.stop()
  await mailbox?.stop()
})
beforeEach(async () => { person = await visit(browser, site.origin) })
afterEach(() => person.leave())

const options = (userId, more) => Object.assign(new RegisterOptions(), { userId, username: `${userId}@example.com`, displayName: userId, ...more })
const newUser = () => `user-${++users}`

async function register(userId, more) {
  const { token } = await backend.createRegisterToken(options(userId, more))
  const answer = await person.call(config, 'register', token, 'Laptop')
  assert.equal(answer.error, undefined, JSON.stringify(answer.error))
  return backend.verifyToken(answer.token)
}

async function isSignedIn(answer, userId, purpose = 'sign-in') {
  assert.equal(answer.error, undefined, JSON.stringify(answer.error))
  const verified = await backend.verifyToken(answer.token)
  assert.equal(verified.success, true)
  assert.equal(verified.userId, userId)
  assert.equal(verified.type, 'passkey_signin')
  assert.equal(verified.purpose, purpose)
  return verified
}

describe('the browser client', () => {
  it('registers a passkey, with a nickname', async () => {
    const user = newUser()
    const verified = await register(user)
    assert.equal(verified.success, true)
    assert.equal(verified.userId, user)
    assert.equal(verified.type, 'passkey_register')
    assert.equal(verified.nickname, 'Laptop')
    assert.equal(verified.origin, site.origin)
    assert.equal(verified.rpid, 'localhost')
    const [passkey] = await person.passkeys()
    assert.equal(verified.credentialId, passkey.credentialId)
    assert.ok(verified.device)
    assert.notEqual(verified.country, null)
  })

  it('signs in by the id of the user', async () => {
    const user = newUser()
    await register(user)
    await isSignedIn(await person.call(config, 'signinWithId', user), user)
  })

  it('signs in by an alias, of the registration and of later', async () => {
    const user = newUser()
    await register(user, { aliases: [`${user}@first.example`] })
    await isSignedIn(await person.call(config, 'signinWithAlias', `${user}@first.example`), user)
    await backend.setAliases({ userId: user, aliases: [`${user}@second.example`], hashing: false })
    await isSignedIn(await person.call(config, 'signinWithAlias', `${user}@second.example`), user)
  })

  it('signs in with whatever passkey is picked', async () => {
    const user = newUser()
    await register(user)
    await isSignedIn(await person.call(config, 'signinWithDiscoverable'), user)
  })

  it('signs in by autofill', async () => {
    const user = newUser()
    await register(user)
    assert.equal(await person.call(config, 'isAutofillSupported'), true)
    await isSignedIn(await person.call(config, 'signinWithAutofill'), user)
  })

  it('steps up with the user verified, for a purpose', async () => {
    const user = newUser()
    await register(user)
    await isSignedIn(await person.call(config, 'stepup', { signinMethod: { userId: user }, purpose: 'step-up' }), user, 'step-up')
    await isSignedIn(await person.call(config, 'stepup', { signinMethod: { discoverable: true } }), user, 'step-up')
    const { error } = await person.call(config, 'stepup', { signinMethod: { userId: user }, purpose: 'unheard-of' })
    assert.equal(error.from, 'server')
    assert.equal(error.errorCode, 'unknown_purpose')
  })

  it('aborts a sign-in that waits', async () => {
    await register(newUser())
    await person.touch(false)
    const { error } = await person.page.evaluate(async config => {
      const client = new window.passwordless.Client(config)
      const waiting = client.signinWithDiscoverable()
      setTimeout(() => client.abort(), 500)
      return waiting
    }, config)
    assert.equal(error.from, 'client')
    assert.match(error.title, /abort/i)
  })

  it('can be configured by the host alone, with a slash at its end', async () => {
    const user = newUser()
    await register(user)
    await isSignedIn(await person.call({ ...config, apiUrl: `${server.url}/` }, 'signinWithId', user), user)
  })

  for (const [what, change, call, code, status] of [
    ['a key that does not exist', { apiKey: 'shop:public:nonsense' }, ['signinWithDiscoverable'], 'invalid_api_key', 401],
    ['a register token that is none', {}, ['register', 'register_nonsense'], 'invalid_token_format', 400],
    ['a register token that is missing', {}, ['register', ''], 'missing_token', 400],
    ['another RP ID', { rpid: 'example.com' }, ['signinWithDiscoverable'], 'invalid_rpid', 400],
    ['another origin', { origin: 'https://example.com' }, ['signinWithDiscoverable'], 'origin_not_allowed', 403],
  ]) {
    it(`reads from the server what is wrong with ${what}`, async () => {
      const { error } = await person.call({ ...config, ...change }, ...call)
      assert.equal(error.from, 'server')
      assert.equal(error.errorCode, code)
      assert.equal(error.status, status)
      assert.ok(error.title)
    })
  }

  it('hears that a passkey is nobody\'s any more', async () => {
    const user = newUser()
    await register(user)
    await backend.deleteUser(user)
    const { error } = await person.call(config, 'signinWithDiscoverable')
    assert.equal(error.errorCode, 'unknown_credential')
    assert.ok(error.credentialId)
  })

  it('cannot register twice with one token', async () => {
    const { token } = await backend.createRegisterToken(options(newUser()))
    assert.ok((await person.call(config, 'register', token)).token)
    await person.leave()
    person = await visit(browser, site.origin)
    const { error } = await person.call(config, 'register', token)
    assert.equal(error.from, 'server')
    assert.equal(error.errorCode, 'invalid_token')
  })
})

describe('the Node client', () => {
  const refused = async (promise, code, status) => assert.rejects(promise, error => {
    assert.ok(error instanceof ApiException)
    assert.equal(error.details.errorCode, code)
    assert.equal(error.details.status, status)
    assert.ok(error.details.type)
    assert.ok(error.details.title)
    return true
  })

  it('lists and deletes credentials, by the ids it was given', async () => {
    const user = newUser()
    const verified = await register(user)
    const [credential] = await backend.listCredentials(user)
    assert.equal(credential.userId, user)
    assert.equal(credential.nickname, 'Laptop')
    assert.equal(Buffer.from(credential.descriptor.id, 'base64url').toString('base64'), verified.credentialId)
    await backend.deleteCredential(Buffer.from(credential.descriptor.id, 'base64url'))
    assert.deepEqual(await backend.listCredentials(user), [])
    await refused(backend.deleteCredential(Buffer.from(credential.descriptor.id, 'base64url')), 'not_found', 404)
  })

  it('sets and lists aliases', async () => {
    const user = newUser()
    await register(user)
    await backend.setAliases({ userId: user, aliases: [`${user}-plain`], hashing: false })
    const [alias] = await backend.listAliases(user)
    assert.equal(alias.userId, user)
    assert.equal(alias.plaintext, `${user}-plain`)
    await backend.setAliases({ userId: user, aliases: [], hashing: true })
    assert.deepEqual(await backend.listAliases(user), [])
  })

  it('generates a token without a passkey, which verifies once', async () => {
    const user = newUser()
    const { token } = await backend.generateAuthenticationToken({ userId: user, timeToLive: 60 })
    assert.equal((await backend.verifyToken(token)).type, 'generated_signin')
    assert.equal(await backend.verifyToken(token), null)
  })

  it('has a magic link mailed, whose token verifies once', async () => {
    const user = newUser()
    await backend.sendMagicLink(new SendMagicLinkRequest(`${user}@example.com`, `${site.origin}/in?token=$TOKEN`, user, 600))
    const mail = await mailbox.next(`${user}@example.com`)
    const token = mail.match(/\/in\?token=(verify_[\w.-]+)/)[1]
    const verified = await backend.verifyToken(token)
    assert.equal(verified.userId, user)
    assert.equal(verified.type, 'magic_link')
    assert.equal(await backend.verifyToken(token), null)
    await server.keystile('apps', 'set', 'shop', '--set', 'magicLinks=false')
    await refused(backend.sendMagicLink(new SendMagicLinkRequest(`${user}@example.com`, `${site.origin}/in?token=$TOKEN`, user)), 'magic_links_off', 403)
  })

  it('deletes a user with all that is his', async () => {
    const user = newUser()
    await register(user, { aliases: [`${user}-alias`] })
    await backend.deleteUser(user)
    assert.deepEqual(await backend.listCredentials(user), [])
    assert.deepEqual(await backend.listAliases(user), [])
  })

  it('is told why it was refused', async () => {
    const [one, other] = [newUser(), newUser()]
    await backend.setAliases({ userId: one, aliases: ['taken'], hashing: true })
    await refused(backend.setAliases({ userId: other, aliases: ['taken'], hashing: true }), 'alias_conflict', 409)
    await refused(backend.createRegisterToken(options(other, { aliases: ['taken'] })), 'alias_conflict', 409)
    await refused(backend.createRegisterToken(options('')), 'invalid_request', 400)
    await refused(new PasswordlessClient(app.publicKey, { baseUrl: server.url }).listCredentials(one), 'invalid_api_key', 401)
    assert.equal(await backend.verifyToken('verify_nonsense'), null)
  })

  it('is refused with a locked key', async () => {
    const { id, key } = JSON.parse(await server.keystile('keys', 'create', 'shop', '--kind', 'secret', '--json'))
    const locked = new PasswordlessClient(key, { baseUrl: server.url })
    assert.deepEqual(await locked.listCredentials('nobody'), [])
    await server.keystile('keys', 'lock', 'shop', id)
    await refused(locked.listCredentials('nobody'), 'api_key_locked', 403)
  })

  it('is refused in a browser, where its secret is everybody\'s', async () => {
    const answer = await fetch(`${server.url}/users/count`, { headers: { ApiSecret: app.secretKey, Origin: site.origin } })
    assert.equal(answer.status, 403)
    assert.equal((await answer.json()).errorCode, 'secret_from_browser')
    assert.equal(answer.headers.get('access-control-allow-origin'), null)
  })
})
