import type { TokenClasses } from '@agents-fleet/contracts';
import { saturatingSum } from './saturating.js';

/** No tokens of any class. */
export const NO_TOKENS: TokenClasses = Object.freeze({ input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 });

/** Characters that one token stands for when nothing but text is known (design, ledger rule 2). */
export const CHARACTERS_PER_TOKEN = 4;

/** The names of the classes, in the order in which a person reads them. */
export const TOKEN_CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const satisfies readonly (keyof TokenClasses)[];

/** Adds class by class. */
export function addTokens(a: TokenClasses, b: TokenClasses): TokenClasses {
  return {
    input: saturatingSum(a.input, b.input),
    cacheRead: saturatingSum(a.cacheRead, b.cacheRead),
    cacheWrite5m: saturatingSum(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: saturatingSum(a.cacheWrite1h, b.cacheWrite1h),
    output: saturatingSum(a.output, b.output),
  };
}

/** All tokens, cache reads included. */
export function totalTokens(tokens: TokenClasses): number {
  return saturatingSum(countedTokens(tokens, { countCacheReads: false }), tokens.cacheRead);
}

/** The whole prompt of a request, cached or not: what price tiers go by. */
export function promptTokens(tokens: TokenClasses): number {
  return [tokens.input, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h].reduce(saturatingSum);
}

/** What counts against a token budget: input + cache writes + output, and cache reads only when the setting says so. */
export function countedTokens(tokens: TokenClasses, { countCacheReads }: { countCacheReads: boolean }): number {
  return [tokens.input, tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output, countCacheReads ? tokens.cacheRead : 0].reduce(
    saturatingSum,
  );
}

/**
 * Tokens that so many characters are taken for.
 * @param characters characters of text, not bytes
 */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/**
 * The increase of the estimate when a text grows. Summed over any split of the growth it equals the estimate of the
 * whole, which an estimate of each piece would not (each would round up).
 * @param before characters already estimated
 * @param after characters now, at least `before`
 */
export function estimateIncrease(before: number, after: number): number {
  return estimateTokens(after) - estimateTokens(before);
}
