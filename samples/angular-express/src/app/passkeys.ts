import { HttpClient } from '@angular/common/http'
import { inject, Injectable } from '@angular/core'
import { Client } from '@passwordlessdev/passwordless-client'
import { firstValueFrom } from 'rxjs'

/** Whom the backend's session is for. */
export interface User { username: string }

/** The three parties of a passkey ceremony: our backend, which knows users; the browser, which asks the person; Keystile, which checks. */
@Injectable({ providedIn: 'root' })
export class Passkeys {
  private readonly http = inject(HttpClient)
  private readonly client = this.post<{ apiUrl: string, apiKey: string }>('config').then(config => new Client(config))

  /** A new user, or one who is signed in, gets a passkey; the same token then signs in. */
  async register(username: string): Promise<User> {
    const { token } = await this.post<{ token: string }>('register-token', { username })
    return this.signInWith((await this.client).register(token, 'This device'))
  }

  /** Whatever passkey the person picks says who it is. */
  async signIn(): Promise<User> {
    return this.signInWith((await this.client).signinWithDiscoverable())
  }

  signOut(): Promise<null> {
    return this.post('sign-out')
  }

  /** The user of the session that goes on, if there is one. */
  me(): Promise<User | null> {
    return this.post('me')
  }

  /** What the browser brings back is for the backend to verify, and for nobody else to believe. */
  private async signInWith(ceremony: Promise<{ token?: string, error?: { title: string } }>): Promise<User> {
    const { token, error } = await ceremony
    if (error) throw new Error(error.title)
    return this.post<User>('signin-token', { token })
  }

  private post<T>(what: string, body: object = {}): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/${what}`, body))
  }
}
