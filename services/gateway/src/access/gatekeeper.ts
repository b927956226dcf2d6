import { type IncomingMessage } from 'node:http';
import { type AllowList } from './allow-list.js';
import { changesSomething, checkCaller, checkSource, cookieOf, type Caller, type Credentials, type Refusal } from './access-check.js';
import { sameSecret } from './same-secret.js';
import { type SignIns } from './sign-ins.js';
import { signInCookieName } from './sign-in-cookie.js';

/** Decides about every request and every upgrade, with the secrets that the pure checks don't hold. */
export class Gatekeeper {
  readonly cookieName: string;
  readonly #credentials: Credentials;

  constructor(
    port: number,
    private readonly allowed: AllowList,
    token: string,
    private readonly signIns: SignIns,
  ) {
    this.cookieName = signInCookieName(port);
    this.#credentials = {
      cookieName: this.cookieName,
      isToken: (given) => sameSecret(given, token),
      isSignedIn: (value) => signIns.isValid(value),
    };
  }

  isToken(given: string): boolean {
    return this.#credentials.isToken(given);
  }

  /** `Host` and `Origin`: for everything, open or not. */
  refuseSource(request: IncomingMessage): Refusal | null {
    return checkSource(request.headers, this.allowed);
  }

  /** Who asks: for everything that isn't open. */
  identify(request: IncomingMessage): Caller | Refusal {
    return checkCaller(request.headers, this.#credentials, changesSomething(request.method));
  }

  /** An upgrade opens a channel that can type into sessions: it counts as a change, though its method is GET. */
  identifyUpgrade(request: IncomingMessage): Caller | Refusal {
    return checkCaller(request.headers, this.#credentials, true);
  }

  async signOut(request: IncomingMessage): Promise<void> {
    const cookie = cookieOf(request.headers.cookie, this.cookieName);
    if (cookie !== null) await this.signIns.end(cookie);
  }
}
