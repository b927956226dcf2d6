import * as z from 'zod';
import { eventSchema } from '../envelope.js';
import { nanoUsdSchema } from '../money.js';
import { confidenceSchema, usageSourceSchema } from '../vocabulary.js';

const tokenCount = z.number().int().min(0);

/** Tokens by class. `input` excludes both cache classes. */
export const tokenClassesSchema = z.object({
  input: tokenCount,
  cacheRead: tokenCount,
  cacheWrite5m: tokenCount,
  cacheWrite1h: tokenCount,
  output: tokenCount,
});
export type TokenClasses = z.infer<typeof tokenClassesSchema>;

/**
 * Tokens that one model request used, as one source reports them; or, without `requestId`, the increase of what one
 * source says of the session as a whole (a status line's running totals, an estimate by characters).
 *
 * - `usageId`: this report. The same one again is the same report.
 * - `requestId`: the request, by a name that is the same in every source that reports it (Anthropic's `req_…`, OpenAI's
 *   `resp_…`). Reports of one request are views of one thing: the ledger counts the best of them, once.
 * - `partial`: the response was broken off, so its output is what was seen of it.
 * - `serviceTier`: as the vendor names it (`priority`, `flex`, `batch`, `fast`); `null` for the standard one.
 */
export const usageRecordSchema = z.object({
  usageId: z.string().min(1).max(150),
  requestId: z.string().min(1).max(200).nullable(),
  source: usageSourceSchema,
  partial: z.boolean(),
  agentSessionId: z.string().nullable(),
  model: z.string().nullable(),
  serviceTier: z.string().max(50).nullable(),
  tokens: tokenClassesSchema,
  reportedCostNanoUsd: nanoUsdSchema.nullable(),
});
export type UsageRecord = z.infer<typeof usageRecordSchema>;

/** The runner saw usage. */
export const usageRecordedSchema = eventSchema('usage.recorded', 2, usageRecordSchema);
export type UsageRecorded = z.infer<typeof usageRecordedSchema>;

/** Which price was used for a cost. `reported`: the agent's own figure. `asOf`: ISO date of the price table. */
export const priceSourceSchema = z.object({
  kind: z.enum(['reported', 'override', 'litellm', 'library', 'default']),
  name: z.string(),
  asOf: z.string().nullable(),
});
export type PriceSource = z.infer<typeof priceSourceSchema>;

/** A usage record with its price. */
export const pricedUsageSchema = usageRecordSchema.omit({ reportedCostNanoUsd: true }).extend({
  costNanoUsd: nanoUsdSchema,
  confidence: confidenceSchema,
  priceSource: priceSourceSchema,
});
export type PricedUsage = z.infer<typeof pricedUsageSchema>;

/** Pricing put a price on a usage record. Id: `cost:<usageId>`. */
export const costRecordedSchema = eventSchema('cost.recorded', 2, pricedUsageSchema);
export type CostRecorded = z.infer<typeof costRecordedSchema>;

/** How full an agent's context window is: `usedTokens` of `windowTokens`, as the agent's newest request had it. */
export const contextMeasuredSchema = eventSchema(
  'context.measured',
  1,
  z.object({
    agentSessionId: z.string().nullable(),
    model: z.string().nullable(),
    usedTokens: tokenCount,
    windowTokens: z.number().int().min(1),
  }),
);
export type ContextMeasured = z.infer<typeof contextMeasuredSchema>;
