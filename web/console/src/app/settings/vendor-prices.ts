import { Component, computed, input, linkedSignal } from '@angular/core';
import { type TokenPrices } from '@agents-fleet/contracts';
import { formatRate } from '../format/rate.js';
import { formatTokens } from '../format/tokens.js';
import { Icon } from '../ui/icon.js';
import { isUsed, type PriceRow, type VendorPrices as Group } from './price-rows.js';

const COLUMNS: readonly { readonly key: keyof TokenPrices; readonly label: string }[] = [
  { key: 'input', label: 'Input' },
  { key: 'cacheRead', label: 'Cache read' },
  { key: 'cacheWrite5m', label: 'Write, 5 min' },
  { key: 'cacheWrite1h', label: 'Write, 1 h' },
  { key: 'output', label: 'Output' },
];

/** The models of one vendor with their prices; can be folded. */
@Component({
  selector: 'fleet-vendor-prices',
  imports: [Icon],
  templateUrl: './vendor-prices.html',
  styleUrl: './vendor-prices.css',
})
export class VendorPrices {
  readonly group = input.required<Group>();
  readonly usedModels = input.required<readonly string[]>();
  /** Whether it is unfolded until the person says otherwise. */
  readonly opened = input.required<boolean>();
  protected readonly open = linkedSignal(() => this.opened());
  protected readonly name = computed(() => this.group().vendor ?? 'Price lists');
  protected readonly columns = COLUMNS;
  protected readonly models = computed(() => this.group().rows.map((row) => ({ ...row, used: isUsed(row, this.usedModels()), lines: linesOf(row) })));
}

/** A model's base prices, then one line for each tier. */
function linesOf({ rates }: PriceRow) {
  const line = (prices: TokenPrices, above: number | null) => ({
    above: above === null ? null : `prompts above ${formatTokens(above)}`,
    prices: COLUMNS.map(({ key, label }) => ({ label, shown: formatRate(prices[key]) })),
  });
  return [line(rates, null), ...rates.tiers.map((tier) => line(tier, tier.abovePromptTokens))];
}
