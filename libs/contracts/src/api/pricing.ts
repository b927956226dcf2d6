import * as z from 'zod';
import { modelRatesSchema } from '../rates.js';

/** Where prices come from, the one that wins first, and how it fares: a stale or refused one says so. */
export const pricingOriginSchema = z.object({
  kind: z.enum(['override', 'litellm', 'library', 'default']),
  /** For a person, such as `PRICING_JSON_PATH (/etc/prices.json)`. Never a secret. */
  name: z.string(),
  /** When its prices were read or published. */
  asOf: z.string().nullable(),
  state: z.enum(['in_force', 'stale', 'refused', 'unreachable']),
  /** What is wrong with it, naming the field; `null` when nothing is. */
  problem: z.string().nullable(),
});
export type PricingOrigin = z.infer<typeof pricingOriginSchema>;

/** `GET /api/pricing`, and the reply of `fleet.pricing.cmd.table`: the prices in force. */
export const pricingTableSchema = z.object({
  origins: z.array(pricingOriginSchema),
  /** What an unknown model costs. */
  default: modelRatesSchema,
  items: z.array(z.object({ model: z.string(), vendor: z.string().nullable(), rates: modelRatesSchema })),
});
export type PricingTable = z.infer<typeof pricingTableSchema>;
