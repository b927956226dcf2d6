/**
 * The smallest value that at least `share` of the values do not exceed (nearest rank, no interpolation: a p99 is a
 * value that was really measured).
 * @param share 0.5 for the median, 0.99 for p99
 * @throws Error when there is no value
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
