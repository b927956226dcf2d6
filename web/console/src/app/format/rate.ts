const RATE = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** A price for one million tokens, as its vendor writes it: `$3.00`, `$6.875`, `$0.0028`. Nothing is rounded away. */
export function formatRate(usdPerMillion: number): string {
  return RATE.format(usdPerMillion);
}
