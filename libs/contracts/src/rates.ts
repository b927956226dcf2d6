import * as z from 'zod';
import { priceSourceSchema } from './events/usage.js';

/** USD for one million tokens. Decimals as vendors publish them: 0.0125 is a price that exists. */
const usdPerMillion = z.number().min(0).max(1_000_000);

/** Prices by token class, in USD per million tokens. `cacheWrite5m` and `cacheWrite1h` are Anthropic's two lifetimes. */
export const tokenPricesSchema = z.object({
  input: usdPerMillion,
  cacheRead: usdPerMillion,
  cacheWrite5m: usdPerMillion,
  cacheWrite1h: usdPerMillion,
  output: usdPerMillion,
});
export type TokenPrices = z.infer<typeof tokenPricesSchema>;

/**
 * What the tokens of one model cost, and who says so. A tier replaces the base prices for a request whose whole prompt
 * (input + cache reads + cache writes) is longer than `abovePromptTokens`; the highest one that applies counts.
 */
export const modelRatesSchema = tokenPricesSchema.extend({
  tiers: z.array(tokenPricesSchema.extend({ abovePromptTokens: z.number().int().min(1) })),
  source: priceSourceSchema,
});
export type ModelRates = z.infer<typeof modelRatesSchema>;
