import * as z from 'zod';

/** Nano-USD in one USD. Money is an integer of nano-USD everywhere but in the HTTP API (design, ledger rule 5). */
export const NANO_USD_PER_USD = 1_000_000_000;

/**
 * Largest amount that the product handles: 1,000,000 USD. As nano-USD it is 1e15, well below
 * `Number.MAX_SAFE_INTEGER` (9.007e15), so sums of several maxima stay exact integers.
 */
export const MAX_USD = 1_000_000;

/** A non-negative integer amount of nano-USD. */
export const nanoUsdSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** USD (decimal, as a person types it) to nano-USD (integer, rounded to the nearest). */
export function usdToNanoUsd(usd: number): number {
  return Math.round(usd * NANO_USD_PER_USD);
}

/** Nano-USD (integer) to USD (decimal number, for the HTTP API and the console). */
export function nanoUsdToUsd(nanoUsd: number): number {
  return nanoUsd / NANO_USD_PER_USD;
}
