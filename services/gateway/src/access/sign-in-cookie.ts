import { SIGN_IN_LIFETIME_MS } from './sign-ins.js';

/** Browsers share cookies between the ports of one host, so the name carries ours. */
export function signInCookieName(port: number): string {
  return `agents-fleet-${port}`;
}

/** `Set-Cookie` that signs a browser in. No `Secure`: loopback is plain HTTP and never leaves the machine. */
export function signInCookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SIGN_IN_LIFETIME_MS / 1000}`;
}

/** `Set-Cookie` that signs it out. */
export function signOutCookie(name: string): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
}
