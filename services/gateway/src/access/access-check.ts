import { type IncomingHttpHeaders } from 'node:http';
import { type AllowList } from './allow-list.js';

/** A request that must not be answered, and why, in words that give nothing away. */
export interface Refusal {
  status: 401 | 403;
  detail: string;
}

/** Who is asking: a script with the token, or a signed-in browser. */
export type Caller = 'bearer' | 'cookie';

/** What the check needs to know about secrets, without holding one. */
export interface Credentials {
  readonly cookieName: string;
  isToken(given: string): boolean;
  isSignedIn(cookieValue: string): boolean;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** First check, for every request and upgrade: did it come by one of our names, from one of our pages? */
export function checkSource(headers: IncomingHttpHeaders, allowed: AllowList): Refusal | null {
  if (headers.host === undefined || !allowed.hosts.has(headers.host.toLowerCase())) {
    return { status: 403, detail: 'This Host is not allowed. FLEET_ALLOWED_HOSTS adds names.' };
  }
  if (headers.origin !== undefined && !allowed.origins.has(headers.origin.toLowerCase())) {
    return { status: 403, detail: 'This Origin is not allowed. FLEET_ALLOWED_ORIGINS adds origins.' };
  }
  return null;
}

/**
 * Second check, for everything that isn't open: who is asking? Expects that `checkSource` has passed.
 *
 * A browser adds a cookie by itself, so a cookie alone proves nothing about who wrote the request: anything that
 * changes something must also show, by `Origin` or `Sec-Fetch-Site`, that a page of ours sent it.
 * @param changes whether the request may change something; true for a WebSocket upgrade
 */
export function checkCaller(headers: IncomingHttpHeaders, credentials: Credentials, changes: boolean): Caller | Refusal {
  const bearer = bearerOf(headers.authorization);
  if (bearer !== null) {
    return credentials.isToken(bearer) ? 'bearer' : { status: 401, detail: 'The access token is wrong.' };
  }
  const cookie = cookieOf(headers.cookie, credentials.cookieName);
  if (cookie === null || !credentials.isSignedIn(cookie)) {
    return { status: 401, detail: 'Sign in with the URL that the start printed, or send the access token as Bearer.' };
  }
  if (changes && headers.origin === undefined && headers['sec-fetch-site'] !== 'same-origin') {
    return { status: 403, detail: 'A request with a cookie must carry Origin. Scripts send the access token as Bearer.' };
  }
  return 'cookie';
}

export function changesSomething(method: string | undefined): boolean {
  return method === undefined || !SAFE_METHODS.has(method);
}

/** The token of `Authorization: Bearer <token>`; an empty one when the header is there in another form. */
function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}

/** The value of one cookie of a `Cookie` header, or `null`. */
export function cookieOf(header: string | undefined, name: string): string | null {
  const pairs = header?.split(';').map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
