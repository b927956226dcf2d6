import type { ModelRates, PriceSource, PricingTable, TokenPrices } from '@agents-fleet/contracts';
import type { PriceList, PriceListEntry } from './price-list.js';

/** A cache's price as a multiple of the input's, where a list doesn't say: Anthropic's, the dearest among the vendors'. */
const CACHE_MULTIPLES = { read: 0.1, write5m: 1.25, write1h: 2 };

/** A price list, made to be asked: by a model's exact name first, then by the longest name with a `*` that fits. */
export class ListPrices {
  readonly #exact = new Map<string, ModelRates>();
  readonly #prefixes: { prefix: string; rates: ModelRates }[] = [];
  readonly #default: ModelRates | null;
  readonly #rows: PricingTable['items'];

  /**
   * @param name of the list, for a person, such as `PRICING_JSON`
   * @param asOf when the list was read
   */
  constructor(list: PriceList, name: string, asOf: string) {
    const source = (kind: PriceSource['kind'], entry: string): PriceSource => ({ kind, name: `${name}: ${entry}`, asOf });
    const entries = Object.entries(list.models ?? {}).map(([model, entry]) => ({ model, rates: ratesOfEntry(entry, source('override', model)) }));
    for (const { model, rates } of entries) {
      const key = model.toLowerCase();
      if (key.endsWith('*')) this.#prefixes.push({ prefix: key.slice(0, -1), rates });
      else this.#exact.set(key, rates);
    }
    this.#prefixes.sort((a, b) => b.prefix.length - a.prefix.length);
    // A guess stays a guess, whoever makes it: it must not beat what an agent reports of itself.
    this.#default = list.default === undefined ? null : ratesOfEntry(list.default, source('default', 'default'));
    this.#rows = entries.map(({ model, rates }) => ({ model, vendor: null, rates }));
  }

  ratesOf(model: string): ModelRates | null {
    const key = model.toLowerCase();
    return this.#exact.get(key) ?? this.#prefixes.find(({ prefix }) => key.startsWith(prefix))?.rates ?? null;
  }

  get defaultRates(): ModelRates | null {
    return this.#default;
  }

  get rows(): PricingTable['items'] {
    return this.#rows;
  }
}

function ratesOfEntry(entry: PriceListEntry, source: PriceSource): ModelRates {
  const ofInput = (multiple: number) => withoutNoise(entry.inputPer1M * multiple);
  const prices: TokenPrices = {
    input: entry.inputPer1M,
    cacheRead: entry.cacheReadPer1M ?? ofInput(CACHE_MULTIPLES.read),
    cacheWrite5m: entry.cacheWrite5mPer1M ?? ofInput(CACHE_MULTIPLES.write5m),
    cacheWrite1h: entry.cacheWrite1hPer1M ?? ofInput(CACHE_MULTIPLES.write1h),
    output: entry.outputPer1M,
  };
  return { ...prices, tiers: [], source };
}

/** 3 * 0.1 is 0.30000000000000004 in binary. */
function withoutNoise(usd: number): number {
  return Math.min(Number(usd.toPrecision(12)), 1_000_000);
}
