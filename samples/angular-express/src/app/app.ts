import { HttpErrorResponse } from '@angular/common/http'
import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { Passkeys, User } from './passkeys'

@Component({
  selector: 'sample-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>Passkeys with Angular and Express</h1>
    @if (user(); as user) {
      <p role="status">Signed in as {{ user.username }}.</p>
      <button type="button" [disabled]="busy()" (click)="run(signOut)">Sign out</button>
    } @else {
      <form (submit)="$event.preventDefault()">
        <label for="username">Username</label>
        <input id="username" #username autocomplete="username webauthn">
        <button type="button" [disabled]="busy()" (click)="run(register, username.value)">Register passkey</button>
        <button type="button" [disabled]="busy()" (click)="run(signIn)">Sign in with passkey</button>
      </form>
    }
    @if (fault(); as fault) { <p role="alert">{{ fault }}</p> }
  `,
})
export class App {
  private readonly passkeys = inject(Passkeys)
  protected readonly user = signal<User | null>(null)
  protected readonly busy = signal(false)
  protected readonly fault = signal('')

  protected readonly register = (username = '') => this.passkeys.register(username)
  protected readonly signIn = () => this.passkeys.signIn()
  protected readonly signOut = () => this.passkeys.signOut()

  constructor() {
    void this.run(() => this.passkeys.me())
  }

  /** One thing at a time; whoever is signed in afterwards is shown, or why nobody is. */
  protected async run(what: (username?: string) => Promise<User | null>, username?: string): Promise<void> {
    this.busy.set(true)
    this.fault.set('')
    try {
      this.user.set(await what(username))
    } catch (fault) {
      this.fault.set(fault instanceof HttpErrorResponse ? fault.error?.message ?? 'The server does not answer.' : (fault as Error).message)
    } finally {
      this.busy.set(false)
    }
  }
}
