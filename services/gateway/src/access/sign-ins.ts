import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { sha256 } from './same-secret.js';

/** How long a browser stays signed in. */
export const SIGN_IN_LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** Bounds the file; the oldest sign-in goes first. */
const MAX_SIGN_INS = 100;

/** Sign-in hash -> expiry in milliseconds since the epoch. */
const storedSchema = z.record(z.string(), z.number());

/**
 * Browsers that are signed in. The cookie's value is random and worth nothing elsewhere; the file (0600) holds only
 * hashes of such values, so a gateway that restarts keeps people signed in and a copy of the file signs nobody in.
 */
export class SignIns {
  #saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly expiryByHash: Map<string, number>,
    private readonly now: () => number,
  ) {}

  /** @throws when the file is there but can't be read; a file that makes no sense signs everybody out instead. */
  static async open(path: string, now: () => number = Date.now): Promise<SignIns> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    return new SignIns(path, new Map(Object.entries(parseStored(text))), now);
  }

  /** @returns the value for the cookie */
  async create(): Promise<string> {
    const value = randomBytes(32).toString('base64url');
    this.#dropExpired();
    const oldest = this.expiryByHash.keys().next();
    if (this.expiryByHash.size >= MAX_SIGN_INS && !oldest.done) this.expiryByHash.delete(oldest.value);
    this.expiryByHash.set(hash(value), this.now() + SIGN_IN_LIFETIME_MS);
    await this.#save();
    return value;
  }

  isValid(value: string): boolean {
    const expiresAt = this.expiryByHash.get(hash(value));
    return expiresAt !== undefined && this.now() < expiresAt;
  }

  async end(value: string): Promise<void> {
    if (this.expiryByHash.delete(hash(value))) await this.#save();
  }

  #dropExpired(): void {
    for (const [key, expiresAt] of this.expiryByHash) if (expiresAt <= this.now()) this.expiryByHash.delete(key);
  }

  /** One write after the other, each complete or not at all. */
  #save(): Promise<void> {
    const write = async () => {
      await writeFile(`${this.path}.new`, JSON.stringify(Object.fromEntries(this.expiryByHash)), { mode: 0o600 });
      await rename(`${this.path}.new`, this.path);
    };
    // The caller of the failed write has been told; the next one starts afresh.
    this.#saving = this.#saving.then(write, write);
    return this.#saving;
  }
}

function parseStored(text: string): Record<string, number> {
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return {};
    throw error;
  }
}

function hash(value: string): string {
  return sha256(value).toString('base64url');
}
