import { OverridePrices, type PriceLogger } from './override-prices.js';

/** `PRICING_JSON`: the list is the variable's value, checked with the rest of the configuration. */
export class InlinePrices extends OverridePrices {
  constructor(text: string, logger: PriceLogger) {
    super('PRICING_JSON', null, logger);
    this.offer(text, new Date());
  }

  async refresh(): Promise<void> {
    // A variable doesn't change while the process runs.
  }

  stop(): void {
    // Nothing goes on.
  }
}
