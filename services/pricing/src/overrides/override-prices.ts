import type { ModelRates, PricingOrigin, PricingTable } from '@agents-fleet/contracts';
import type { PriceOrigin } from '../prices/price-origin.js';
import { ListPrices } from './list-prices.js';
import { parsePriceList, PriceListError } from './price-list.js';

/** What a price list logs with. */
export interface PriceLogger {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}

/** A person's price list. The last good one stays in force whatever comes after it, and `describe` says what is wrong. */
export abstract class OverridePrices implements PriceOrigin {
  #list: ListPrices | null = null;
  #asOf: string | null = null;
  #state: PricingOrigin['state'] = 'unreachable';
  #problem: string | null = null;

  /**
   * @param variable that names the list, such as `PRICING_JSON_PATH`
   * @param where it is, for a person; `null` when the variable is the list itself. Never a secret
   */
  protected constructor(
    private readonly variable: string,
    private readonly where: string | null,
    protected readonly logger: PriceLogger,
  ) {}

  abstract refresh(): Promise<void>;
  abstract stop(): void;

  ratesOf(model: string): ModelRates | null {
    return this.#list?.ratesOf(model) ?? null;
  }

  defaultRates(): ModelRates | null {
    return this.#list?.defaultRates ?? null;
  }

  rows(): PricingTable['items'] {
    return this.#list?.rows ?? [];
  }

  describe(): PricingOrigin {
    return { kind: 'override', name: this.#name, asOf: this.#asOf, state: this.#state, problem: this.#problem };
  }

  /** Takes a newer list, or refuses it and goes on with the last good one. */
  protected offer(text: string, asOf: Date): void {
    try {
      this.#list = new ListPrices(parsePriceList(text), this.#name, asOf.toISOString());
    } catch (error) {
      if (!(error instanceof PriceListError)) throw error;
      this.#becomes('refused', `${this.variable}: ${error.message}`);
      return;
    }
    this.#asOf = asOf.toISOString();
    this.#becomes('in_force', null);
  }

  /** The list can't be read now. @param why in words that are no secret */
  protected miss(why: string): void {
    this.#becomes(this.#list === null ? 'unreachable' : 'stale', `${this.variable}: ${why}`);
  }

  get #name(): string {
    return this.where === null ? this.variable : `${this.variable} (${this.where})`;
  }

  #becomes(state: PricingOrigin['state'], problem: string | null): void {
    if (problem !== null && problem !== this.#problem) this.logger.warn({ problem, lastGood: this.#asOf }, 'a price list is not in force');
    if (problem === null && this.#problem !== null) this.logger.info({ origin: this.#name }, 'the price list is in force again');
    this.#state = state;
    this.#problem = problem;
  }
}
