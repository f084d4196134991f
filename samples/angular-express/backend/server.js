// The backend of the sample: it knows the users and keeps the sessions; Keystile keeps and checks the passkeys.
import { fileURLToPath } from 'node:url'
import express from 'express'
import { ApiException, PasswordlessClient, RegisterOptions } from '@passwordlessdev/passwordless-nodejs'
import { Sessions } from './sessions.js'
import { Users } from './users.js'

const { KEYSTILE_URL, KEYSTILE_PUBLIC_KEY, KEYSTILE_SECRET_KEY, PORT = '4200' } = process.env
if (!KEYSTILE_URL || !KEYSTILE_PUBLIC_KEY || !KEYSTILE_SECRET_KEY) throw new Error('Set KEYSTILE_URL, KEYSTILE_PUBLIC_KEY and KEYSTILE_SECRET_KEY, or run npm start, which makes them.')

const keystile = new PasswordlessClient(KEYSTILE_SECRET_KEY, { baseUrl: KEYSTILE_URL })
const users = new Users()
const sessions = new Sessions()
const app = express().disable('x-powered-by')

// JSON bodies and a SameSite cookie: no other site's form can send either.
app.use('/api', express.json())

app.post('/api/config', (request, response) => response.json({ apiUrl: KEYSTILE_URL, apiKey: KEYSTILE_PUBLIC_KEY }))

app.post('/api/me', (request, response) => response.json(sessions.find(request) ?? null))

/** Who may have a passkey for a name: whoever is signed in by that name, or anybody while the name is free. */
app.post('/api/register-token', async (request, response) => {
  const username = typeof request.body?.username === 'string' ? request.body.username.trim() : ''
  if (!/^[\p{L}\p{N}._@+-]{1,64}$/u.test(username)) return response.status(400).json({ message: 'Choose a username of letters, digits and . _ @ + -' })
  const session = sessions.find(request)
  const user = session?.username === username ? users.byName(username) : users.propose(username)
  if (!user) return response.status(409).json({ message: 'That name is taken. Sign in, or choose another.' })
  const { token } = await keystile.createRegisterToken(Object.assign(new RegisterOptions(), { userId: user.id, username, displayName: username }))
  response.json({ token })
})

/** What the browser brings back proves nothing until Keystile says what it proves; then our own session begins. */
app.post('/api/signin-token', async (request, response) => {
  const verified = await keystile.verifyToken(String(request.body?.token ?? ''))
  const user = verified?.success ? users.confirm(verified.userId) : null
  if (!user) return response.status(401).json({ message: 'That did not work. Try again.' })
  response.json(sessions.begin(response, { username: user.username }))
})

app.post('/api/sign-out', (request, response) => {
  sessions.end(request, response)
  response.json(null)
})

app.use(express.static(fileURLToPath(new URL('../dist', import.meta.url))))

app.use((error, request, response, next) => {
  console.error(error instanceof ApiException ? error.details : error)
  if (response.headersSent) return next(error)
  response.status(error.status === 400 ? 400 : 502).json({ message: 'Something went wrong. Try again.' })
})

app.listen(Number(PORT), 'localhost', () => console.log(`Open http://localhost:${PORT}`))
