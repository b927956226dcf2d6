import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { pricingTableSchema } from '@agents-fleet/contracts';
import { readFailure } from '../api/problem.js';
import { SessionsStore } from '../sessions/sessions-store.js';
import { Icon } from '../ui/icon.js';
import { PriceOrigins } from './price-origins.js';
import { isUsed, pricesByVendor } from './price-rows.js';
import { VendorPrices } from './vendor-prices.js';

/** The prices in force: where they come from, and what each model costs. */
@Component({
  selector: 'fleet-prices-section',
  imports: [Icon, PriceOrigins, VendorPrices],
  templateUrl: './prices-section.html',
  styleUrl: './prices-section.css',
})
export class PricesSection {
  private readonly sessions = inject(SessionsStore);
  protected readonly prices = httpResource(() => '/api/pricing', { parse: (answer) => pricingTableSchema.parse(answer) });
  protected readonly failure = computed(() => {
    const error = this.prices.error();
    return error === undefined ? null : readFailure(error);
  });
  protected readonly table = computed(() => (this.prices.hasValue() ? this.prices.value() : null));
  protected readonly text = signal('');
  protected readonly usedOnly = signal(false);
  protected readonly usedModels = computed(() => [...new Set(this.sessions.all().flatMap(({ models }) => models))], {
    equal: (a, b) => a.join('\n') === b.join('\n'),
  });
  protected readonly usedCount = computed(() => this.table()?.items.filter((row) => isUsed(row, this.usedModels())).length ?? 0);
  protected readonly groups = computed(() =>
    pricesByVendor(this.table()?.items ?? [], { text: this.text(), usedOnly: this.usedOnly(), usedModels: this.usedModels() }),
  );
  /** Who looks for something sees what was found; else what concerns them. */
  protected readonly searching = computed(() => this.text().trim() !== '' || this.usedOnly());

  protected showAll(): void {
    this.text.set('');
    this.usedOnly.set(false);
  }
}
