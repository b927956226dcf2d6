import { type Session } from '@agents-fleet/contracts';
import { formatCount } from '../format/tokens.js';

/** A class of tokens as the breakdown lists it. */
export interface TokenRow {
  readonly label: string;
  /** For the narrow strip. */
  readonly short: string;
  readonly count: number;
  /** Whether these count against a token budget. */
  readonly counted: boolean;
}

type TokenFields = Pick<Session, 'tokens' | 'carried'>;

/** Every class of tokens, in the order of a request: what goes in, what the cache does, what comes out. */
export function tokenRows({ tokens }: TokenFields): TokenRow[] {
  return [
    { label: 'Input', short: 'in', count: tokens.input, counted: true },
    { label: 'Read from cache', short: 'cached', count: tokens.cacheRead, counted: readsCount(tokens) },
    { label: 'Written to cache, 5 minutes', short: 'write 5m', count: tokens.cacheWrite5m, counted: true },
    { label: 'Written to cache, 1 hour', short: 'write 1h', count: tokens.cacheWrite1h, counted: true },
    { label: 'Output', short: 'out', count: tokens.output, counted: true },
  ];
}

/** A setting of the fleet (`FLEET_COUNT_CACHE_READS`); a session's figures tell which way it is. */
function readsCount(tokens: Session['tokens']): boolean {
  return tokens.cacheRead > 0 && tokens.counted > tokens.input + tokens.cacheWrite + tokens.output;
}

/** Why fewer tokens count against the budget than were used. */
export function countedWords({ tokens, carried }: TokenFields): string {
  const counts = readsCount(tokens) ? 'Input, cache writes, output and, by a setting of this fleet, cache reads count' : 'Input, cache writes and output count';
  const reads = readsCount(tokens) ? '' : ' Cache reads do not: they are the same context sent again with each request.';
  const before = carried.countedTokens === 0 ? '' : ` The sessions before have used another ${formatCount(carried.countedTokens)} of it.`;
  return `${counts} against a token budget.${reads}${before}`;
}
