import * as z from 'zod';

/** More would not fit into the reply that shows all prices (1 MB). */
const MAX_MODELS = 500;
/** A list of so many models with every field has half of this. */
export const MAX_PRICE_LIST_BYTES = 1024 * 1024;

const RULE = 'must be a number >= 0';
const usdPerMillion = z.number(RULE).min(0, RULE).max(1_000_000, 'must be at most 1000000');

/** USD for one million tokens, by class. Absent cache prices are made of `inputPer1M`, see `ratesOfEntry`. */
const priceListEntrySchema = z.strictObject({
  inputPer1M: usdPerMillion,
  outputPer1M: usdPerMillion,
  cacheReadPer1M: usdPerMillion.optional(),
  cacheWrite5mPer1M: usdPerMillion.optional(),
  cacheWrite1hPer1M: usdPerMillion.optional(),
}, 'must be an object with inputPer1M and outputPer1M');
export type PriceListEntry = z.infer<typeof priceListEntrySchema>;

const modelName = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^*]*\*?$/, 'may have a * only at its end');

/** What `PRICING_JSON`, the file of `PRICING_JSON_PATH` and the answer of `PRICING_API_URL` have to be. */
const priceListSchema = z.strictObject({
  default: priceListEntrySchema.optional(),
  models: z
    .record(modelName, priceListEntrySchema, 'must be an object of models')
    .refine((models) => Object.keys(models).length <= MAX_MODELS, `must have at most ${MAX_MODELS} models`)
    .optional(),
}, 'must be an object with default and models');
export type PriceList = z.infer<typeof priceListSchema>;

/** A price list can't be used. The message names the field and is fit to be shown; it quotes no price. */
export class PriceListError extends Error {
  override readonly name = 'PriceListError';
}

/** @throws PriceListError naming the first wrong field */
export function parsePriceList(text: string): PriceList {
  const result = priceListSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [first, ...others] = result.error.issues.map(wordsOf);
  throw new PriceListError(`${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes what it stumbled over.
    throw new PriceListError('is not JSON');
  }
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${[...issue.path, issue.keys[0]].join('.')} is not a known field`;
  const rule = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? 'is no name of a model') : issue.message;
  return [issue.path.join('.'), rule].filter((part) => part !== '').join(' ');
}
