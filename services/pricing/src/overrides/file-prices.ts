import { open } from 'node:fs/promises';
import { ConfigurationError } from '@agents-fleet/platform';
import { OverridePrices, type PriceLogger } from './override-prices.js';
import { MAX_PRICE_LIST_BYTES } from './price-list.js';

/** How often the file is looked at, at most: a person who saves it sees it in force as soon as they look. */
const LOOK_EVERY_MS = 2_000;

/** `PRICING_JSON_PATH`: the list is a file, read again when it has changed. */
export class FilePrices extends OverridePrices {
  #lookedAt = -Infinity;
  /** Which content was read last: a file that is replaced has another inode, one that is written another time or size. */
  #seen = '';
  #looking: Promise<void> | null = null;

  private constructor(private readonly path: string, logger: PriceLogger, private readonly now: () => number) {
    super('PRICING_JSON_PATH', path, logger);
  }

  /** @throws ConfigurationError when the file can't be used: at the start that stops the start, later it does not */
  static async open(path: string, logger: PriceLogger, now: () => number = () => performance.now()): Promise<FilePrices> {
    const prices = new FilePrices(path, logger, now);
    await prices.refresh();
    const { problem } = prices.describe();
    if (problem !== null) throw new ConfigurationError(problem);
    return prices;
  }

  refresh(): Promise<void> {
    if (this.now() - this.#lookedAt < LOOK_EVERY_MS) return this.#looking ?? Promise.resolve();
    this.#lookedAt = this.now();
    this.#looking = this.#look().finally(() => { this.#looking = null; });
    return this.#looking;
  }

  stop(): void {
    // Nothing goes on between two looks.
  }

  async #look(): Promise<void> {
    try {
      const file = await open(this.path, 'r');
      try {
        const stat = await file.stat();
        if (!stat.isFile()) throw new Error('is no file');
        const seen = `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
        if (seen === this.#seen && this.describe().state !== 'stale') return;
        if (stat.size > MAX_PRICE_LIST_BYTES) throw new Error(`is larger than ${MAX_PRICE_LIST_BYTES} bytes`);
        this.offer(await file.readFile('utf8'), stat.mtime);
        this.#seen = seen;
      } finally {
        await file.close();
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.miss(code === undefined ? `${this.path} ${message}` : `can't read ${this.path} (${code})`);
    }
  }
}
