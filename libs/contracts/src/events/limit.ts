import * as z from 'zod';
import { eventSchema } from '../envelope.js';
import { nanoUsdSchema } from '../money.js';

const budget = {
  /** Version of the session's budget: 1 at its start, one more with every change. */
  version: z.number().int().min(1),
  budgetNanoUsd: nanoUsdSchema.nullable(),
  budgetTokens: z.number().int().min(1).nullable(),
};

const crossing = z.object({
  ...budget,
  /** Which budget was crossed first. */
  dimension: z.enum(['tokens', 'usd']),
  spentTokens: z.number().int().min(0),
  spentNanoUsd: nanoUsdSchema,
});

/** A person changed the budget. Id: `limit:<sessionId>:changed:<version>`. */
export const limitChangedSchema = eventSchema('limit.changed', 1, z.object(budget));
export type LimitChanged = z.infer<typeof limitChangedSchema>;

/** 80 % of the budget is used. Id: `limit:<sessionId>:warned:<version>`. */
export const limitWarnedSchema = eventSchema('limit.warned', 1, crossing);
export type LimitWarned = z.infer<typeof limitWarnedSchema>;

/** The budget is used up; the runner stops the session. Id: `limit:<sessionId>:reached:<version>`. */
export const limitReachedSchema = eventSchema('limit.reached', 1, crossing);
export type LimitReached = z.infer<typeof limitReachedSchema>;
