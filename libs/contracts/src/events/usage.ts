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

/** Tokens that one model request used (or an estimate of them, as the increase since the last estimate). */
export const usageRecordSchema = z.object({
  usageId: z.string().min(1).max(150),
  source: usageSourceSchema,
  agentSessionId: z.string().nullable(),
  model: z.string().nullable(),
  tokens: tokenClassesSchema,
  reportedCostNanoUsd: nanoUsdSchema.nullable(),
});
export type UsageRecord = z.infer<typeof usageRecordSchema>;

/** The runner saw usage. */
export const usageRecordedSchema = eventSchema('usage.recorded', 1, usageRecordSchema);
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
export const costRecordedSchema = eventSchema('cost.recorded', 1, pricedUsageSchema);
export type CostRecorded = z.infer<typeof costRecordedSchema>;
