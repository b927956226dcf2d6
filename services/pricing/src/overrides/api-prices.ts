import { getText, GetTextError } from './get-text.js';
import { OverridePrices, type PriceLogger } from './override-prices.js';
import { MAX_PRICE_LIST_BYTES } from './price-list.js';

export interface PriceApi {
  url: URL;
  /** How long an answer counts as fresh; so often the API is asked, whether or not it answers. */
  ttlMs: number;
  timeoutMs: number;
  /** Secrets. */
  headers: Readonly<Record<string, string>>;
  ca?: string | undefined;
}

/** `PRICING_API_URL`: the list is what an API answers. It is asked in the background; only the first usage waits for it. */
export class ApiPrices extends OverridePrices {
  readonly #stopped = new AbortController();
  readonly #first: Promise<void>;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly api: PriceApi, logger: PriceLogger) {
    // Of the address only the host is shown: paths and queries of such APIs carry keys.
    super('PRICING_API_URL', api.url.host, logger);
    this.#first = this.#ask();
  }

  /** Waits for the first answer, and for no longer than the timeout; later it doesn't wait at all. */
  refresh(): Promise<void> {
    return this.#first;
  }

  stop(): void {
    this.#stopped.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const { url, headers, timeoutMs, ca } = this.api;
    try {
      this.offer(await getText(url, { headers, timeoutMs, ca, maxBytes: MAX_PRICE_LIST_BYTES, signal: this.#stopped.signal }), new Date());
    } catch (error) {
      if (!(error instanceof GetTextError)) throw error;
      if (!this.#stopped.signal.aborted) this.miss(error.message);
    }
    if (this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#ask(), this.api.ttlMs);
    this.#timer.unref();
  }
}
