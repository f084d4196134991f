import { randomUUID } from 'node:crypto'

/** The sample's users, in memory. The id says nothing of the person: it becomes the user handle of the passkey. */
export class Users {
  #byId = new Map()
  #byName = new Map()

  byName(username) {
    return this.#byName.get(username)
  }

  /** A user to be, who has no name until a passkey proves that somebody came back; null where the name is taken. */
  propose(username) {
    if (this.#byName.has(username)) return null
    const user = { id: randomUUID(), username }
    this.#byId.set(user.id, user)
    return user
  }

  /** The user of an id that Keystile verified; the first to come back has the name. */
  confirm(id) {
    const user = this.#byId.get(id)
    if (!user || (this.#byName.get(user.username) ?? user) !== user) return null
    this.#byName.set(user.username, user)
    return user
  }
}
