import type { ModelRates, PriceSource, TokenPrices } from '@agents-fleet/contracts';
import type { LibraryPrice, LibraryPrices } from './library-table.js';

/** The library's prices as the fleet's own: every class has a price, and each tier has all of them. */
export function ratesOfLibrary(prices: LibraryPrices, source: PriceSource): ModelRates {
  const starts = new Set(Object.values(prices).flatMap((price: LibraryPrice) => (typeof price === 'number' ? [] : price.tiers.map(({ start }) => start))));
  const tiers = [...starts]
    .filter((start) => start > 0)
    .sort((a, b) => a - b)
    .map((start) => ({ ...tokenPrices(prices, start + 1), abovePromptTokens: start }));
  return { ...tokenPrices(prices, 1), tiers, source };
}

/** As the library does it: a cache write of one hour without a price costs what a write costs, a write what an input does. */
function tokenPrices(prices: LibraryPrices, promptTokens: number): TokenPrices {
  const priceOf = (price: LibraryPrice | undefined) => (price === undefined ? undefined : priceFor(price, promptTokens));
  const input = priceFor(prices.input_mtok, promptTokens);
  const cacheWrite = priceOf(prices.cache_write_mtok) ?? input;
  return {
    input,
    cacheRead: priceOf(prices.cache_read_mtok) ?? input,
    cacheWrite5m: priceOf(prices.cache_write_5m_mtok) ?? cacheWrite,
    cacheWrite1h: priceOf(prices.cache_write_1h_mtok) ?? cacheWrite,
    output: priceFor(prices.output_mtok, promptTokens),
  };
}

function priceFor(price: LibraryPrice, promptTokens: number): number {
  if (typeof price === 'number') return price;
  const tiers = price.tiers.toSorted((a, b) => a.start - b.start);
  return tiers.findLast(({ start }) => promptTokens > start)?.price ?? price.base;
}
