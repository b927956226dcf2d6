import { z } from 'zod';
import type { TokenClasses } from '@agents-fleet/contracts';

const count = z.number().int().min(0);

/** Codex's own counts: `input_tokens` includes both cache counts, `output_tokens` includes the reasoning. */
export const codexUsageSchema = z.object({
  input_tokens: count,
  cached_input_tokens: count.default(0),
  cache_write_input_tokens: count.default(0),
  output_tokens: count,
  /** Input and output; older versions don't tell it. */
  total_tokens: count.optional(),
});
export type CodexUsage = z.infer<typeof codexUsageSchema>;

/**
 * Codex's counts in our classes, of which none includes another. Writing to OpenAI's cache has one price, whatever the
 * time that it is kept.
 */
export function tokensOf({ input_tokens, cached_input_tokens, cache_write_input_tokens, output_tokens }: CodexUsage): TokenClasses {
  const cacheRead = Math.min(cached_input_tokens, input_tokens);
  const cacheWrite = Math.min(cache_write_input_tokens, input_tokens - cacheRead);
  return { input: input_tokens - cacheRead - cacheWrite, cacheRead, cacheWrite5m: cacheWrite, cacheWrite1h: 0, output: output_tokens };
}

/** What running totals grew by. Totals that shrank are those of another count: then all of the new ones. */
export function usageSince(before: CodexUsage | null, now: CodexUsage): CodexUsage {
  if (before === null || now.input_tokens < before.input_tokens || now.output_tokens < before.output_tokens) return now;
  return {
    input_tokens: now.input_tokens - before.input_tokens,
    cached_input_tokens: Math.max(0, now.cached_input_tokens - before.cached_input_tokens),
    cache_write_input_tokens: Math.max(0, now.cache_write_input_tokens - before.cache_write_input_tokens),
    output_tokens: now.output_tokens - before.output_tokens,
  };
}

/** Input and output of a request: what the next one begins with. */
export function totalOf({ input_tokens, output_tokens, total_tokens }: CodexUsage): number {
  return total_tokens ?? input_tokens + output_tokens;
}
