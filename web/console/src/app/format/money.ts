const dollars = (digits: number) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: digits });
const CENTS = dollars(2);
const FINE = dollars(4);

/** Below this a cent is too coarse to show that money is being spent: four decimals instead of two. */
const FINE_BELOW_USD = 0.1;
const SMALLEST_SHOWN_USD = 0.0001;

/** USD for a person: `$4.21`, `$0.0042`, `<$0.0001`, `$12,300.00`. */
export function formatUsd(usd: number): string {
  if (usd > 0 && usd < SMALLEST_SHOWN_USD) return '<$0.0001';
  return (usd > 0 && usd < FINE_BELOW_USD ? FINE : CENTS).format(usd);
}
