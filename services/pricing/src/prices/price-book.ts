import type { ModelRates, PricingTable } from '@agents-fleet/contracts';
import { DEFAULT_RATES } from '@agents-fleet/domain';
import type { PriceOrigin } from './price-origin.js';

/** What tokens cost, by everybody who says so. */
export class PriceBook {
  /** @param origins the one that wins first */
  constructor(private readonly origins: readonly PriceOrigin[]) {}

  /** Gets ready to answer. Fast, but for the first time. */
  async refresh(): Promise<void> {
    await Promise.all(this.origins.map((origin) => origin.refresh()));
  }

  /**
   * What a model costs. One that nobody knows, or that nobody named, has the default rate: it is never free.
   * @param at when its tokens were used: prices change
   */
  ratesOf(model: string | null, at: Date): ModelRates {
    if (model !== null) {
      for (const origin of this.origins) {
        const rates = origin.ratesOf(model, at);
        if (rates !== null) return rates;
      }
    }
    return this.#default();
  }

  table(at: Date): PricingTable {
    const rates = this.#default();
    const { name, asOf } = rates.source;
    return {
      origins: [...this.origins.map((origin) => origin.describe()), { kind: 'default', name, asOf, state: 'in_force', problem: null }],
      default: rates,
      items: this.origins.flatMap((origin) => origin.rows(at)),
    };
  }

  stop(): void {
    for (const origin of this.origins) origin.stop();
  }

  #default(): ModelRates {
    for (const origin of this.origins) {
      const rates = origin.defaultRates();
      if (rates !== null) return rates;
    }
    return DEFAULT_RATES;
  }
}
