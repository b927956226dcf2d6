import type { ModelRates, PriceSource, PricingOrigin, PricingTable } from '@agents-fleet/contracts';
import type { PriceOrigin } from '../prices/price-origin.js';
import { findModel } from './find-model.js';
import { ratesOfLibrary } from './library-rates.js';
import { loadLibraryTable, type LibraryModel, type LibraryTable, type LibraryVendor } from './library-table.js';
import { pricesAt } from './prices-at.js';

/** The vendors' published prices, from the table that we keep of the price library. */
export class LibraryPrices implements PriceOrigin {
  #table: LibraryTable | null = null;

  async refresh(): Promise<void> {
    this.#table ??= await loadLibraryTable();
  }

  ratesOf(model: string, at: Date): ModelRates | null {
    const found = findModel(this.#loaded, model);
    return found === null ? null : this.#rates(found.vendor, found.model, at);
  }

  defaultRates(): null {
    return null;
  }

  describe(): PricingOrigin {
    const { publishedAt } = this.#loaded;
    return { kind: 'library', name: this.#name, asOf: publishedAt, state: 'in_force', problem: null };
  }

  rows(at: Date): PricingTable['items'] {
    const vendors = this.#loaded.vendors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return vendors.flatMap((vendor) =>
      vendor.models.flatMap((model) => {
        const rates = this.#rates(vendor, model, at);
        return rates === null ? [] : { model: model.id, vendor: vendor.name, rates };
      }),
    );
  }

  stop(): void {
    // Nothing goes on.
  }

  /** The source says as which model it was priced: `gpt-5.2-codex` costs what `gpt-5.2` does. */
  #rates(vendor: LibraryVendor, model: LibraryModel, at: Date): ModelRates | null {
    const prices = pricesAt(model, at);
    const source: PriceSource = { kind: 'library', name: `${this.#name}: ${vendor.id}/${model.id}`, asOf: this.#loaded.publishedAt };
    return prices === null ? null : ratesOfLibrary(prices, source);
  }

  get #name(): string {
    return `${this.#loaded.package} ${this.#loaded.version}`;
  }

  get #loaded(): LibraryTable {
    if (this.#table === null) throw new Error('the price table is not loaded: refresh first');
    return this.#table;
  }
}
