import type { ModelRates, PricingOrigin, PricingTable } from '@agents-fleet/contracts';

/** Somebody who says what tokens cost: a person's override, the price library. */
export interface PriceOrigin {
  /** Gets ready to answer: reads what is not read yet or has changed. Never rejects; what is wrong is told by `describe`. */
  refresh(): Promise<void>;
  /** What this model costs at that time; `null` when this origin doesn't say. */
  ratesOf(model: string, at: Date): ModelRates | null;
  /** What a model that nobody knows costs; `null` when this origin doesn't say. */
  defaultRates(): ModelRates | null;
  describe(): PricingOrigin;
  /** All that this origin prices. */
  rows(at: Date): PricingTable['items'];
  stop(): void;
}
