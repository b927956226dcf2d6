import { type PricingTable } from '@agents-fleet/contracts';

export type PriceRow = PricingTable['items'][number];

/** The models of one vendor; those of price lists come first and have none. */
export interface VendorPrices {
  readonly vendor: string | null;
  readonly rows: readonly PriceRow[];
  /** Whether one of them was used by a session that this browser knows. */
  readonly used: boolean;
}

export interface PriceFilter {
  /** Every word must occur in model or vendor. */
  readonly text: string;
  /** Only models that sessions used. */
  readonly usedOnly: boolean;
  readonly usedModels: readonly string[];
}

/** The models that a filter lets through, by vendor; vendors and models by name. */
export function pricesByVendor(rows: readonly PriceRow[], filter: PriceFilter): VendorPrices[] {
  const words = filter.text.toLowerCase().split(/\s+/);
  const groups = new Map<string | null, { rows: PriceRow[]; used: boolean }>();
  for (const row of rows) {
    const haystack = `${row.model}\n${row.vendor ?? 'price lists'}`.toLowerCase();
    const used = isUsed(row, filter.usedModels);
    if (!words.every((word) => haystack.includes(word)) || (filter.usedOnly && !used)) continue;
    const group = groups.get(row.vendor) ?? { rows: [], used: false };
    groups.set(row.vendor, { rows: [...group.rows, row], used: group.used || used });
  }
  return [...groups].map(([vendor, group]) => ({ vendor, ...group })).sort((a, b) => (a.vendor ?? '').localeCompare(b.vendor ?? ''));
}

/**
 * Whether a session's model is this row's. Agents add a date or a context window to a model's name (`…-20260801`, `…[1m]`), and
 * may put a vendor before it; the names of price lists may end with `*`.
 */
export function isUsed({ model, vendor }: PriceRow, usedModels: readonly string[]): boolean {
  const name = model.toLowerCase();
  return usedModels.map((used) => used.toLowerCase()).some((used) => {
    if (vendor === null) return name.endsWith('*') ? used.startsWith(name.slice(0, -1)) : used === name;
    return (used.split('/').at(-1) ?? used).replace(/\[[^\]]*\]$/, '').replace(/[-@]20\d{6}$/, '') === name;
  });
}
