import { createHash, randomBytes } from 'node:crypto'

const name = 'session'
const lifetime = 8 * 60 * 60 * 1000
const hash = token => createHash('sha256').update(token).digest('hex')

/** The sample's own sessions: an opaque cookie, known here by its hash. In memory; a real site keeps them in its database. */
export class Sessions {
  #known = new Map()

  /** A fresh cookie at every sign-in. */
  begin(response, user) {
    const token = randomBytes(32).toString('base64url')
    this.#known.set(hash(token), { user, until: Date.now() + lifetime })
    response.cookie(name, token, { httpOnly: true, sameSite: 'lax', secure: false /* true behind https */, maxAge: lifetime, path: '/' })
    return user
  }

  /** Whom the request's session is for. */
  find(request) {
    const known = this.#known.get(this.#key(request))
    return known && known.until > Date.now() ? known.user : undefined
  }

  end(request, response) {
    this.#known.delete(this.#key(request))
    response.clearCookie(name, { path: '/' })
  }

  #key(request) {
    const cookie = request.headers.cookie?.split('; ').find(cookie => cookie.startsWith(`${name}=`))
    return hash(cookie?.slice(name.length + 1) ?? '')
  }
}
