import { randomBytes } from 'node:crypto';
import { sha256 } from './same-secret.js';

/** Long enough to click on a printed URL, short enough that a URL in a scrolled-away terminal is worth nothing. */
export const CODE_LIFETIME_MS = 10 * 60_000;
/** More than a person needs at once; bounds the memory. The oldest goes first. */
const MAX_OUTSTANDING = 20;
/** 144 bits: 24 characters that survive a copy by double click. */
const CODE_BYTES = 18;

export interface OneTimeCode {
  code: string;
  expiresAt: Date;
}

/** Codes that sign one browser in, once. Only their hashes are kept, and only in memory: a restart voids them. */
export class OneTimeCodes {
  readonly #expiryByHash = new Map<string, number>();

  constructor(private readonly now: () => number = Date.now) {}

  create(): OneTimeCode {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    const expiresAt = this.now() + CODE_LIFETIME_MS;
    const oldest = this.#expiryByHash.keys().next();
    if (this.#expiryByHash.size >= MAX_OUTSTANDING && !oldest.done) this.#expiryByHash.delete(oldest.value);
    this.#expiryByHash.set(hash(code), expiresAt);
    return { code, expiresAt: new Date(expiresAt) };
  }

  /** Whether the code was good; it isn't any more after this. */
  redeem(code: string): boolean {
    // A lookup by hash takes a time that depends on the hash alone, which a caller can't steer towards a stored one.
    const key = hash(code);
    const expiresAt = this.#expiryByHash.get(key);
    this.#expiryByHash.delete(key);
    return expiresAt !== undefined && this.now() < expiresAt;
  }
}

function hash(code: string): string {
  return sha256(code).toString('base64url');
}
