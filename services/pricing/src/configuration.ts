import { z } from 'zod';
import { brokerVariables } from '@agents-fleet/event-log';
import { absolutePath, fleetVariables } from '@agents-fleet/platform';
import { parsePriceList, PriceListError } from './overrides/price-list.js';

const milliseconds = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number of milliseconds')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum} milliseconds`);

/** The list as text: it is checked here, where an error stops the start, and read by its origin. */
const priceListText = z.string().superRefine((text, { addIssue }) => {
  try {
    parsePriceList(text);
  } catch (error) {
    if (!(error instanceof PriceListError)) throw error;
    addIssue(error.message);
  }
});

/** https only: whoever can change the answer on its way can lift every budget. */
const httpsUrl = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'must be a URL that begins with https://')
  .transform((text) => new URL(text))
  .refine(({ username, password }) => username === '' && password === '', 'must not carry a user or password: PRICING_API_HEADER_AUTH is for that');

/** What HTTP allows: visible ASCII and spaces between. A line break would be another header. */
const headerValue = z.string().regex(/^[\x21-\x7e]+(?:[ \t]+[\x21-\x7e]+)*$/, 'must be visible ASCII characters in one line');
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name of a header');

/** Values are secrets: messages name a header and never quote. */
const headersJson = z.string().transform((text, { addIssue }) => {
  const headers = z.record(headerName, headerValue).safeParse(jsonOf(text));
  if (headers.success) return headers.data;
  const [issue] = headers.error.issues;
  const header = issue?.path.join('.') ?? '';
  addIssue(header === '' ? 'must be a JSON object of header names and values' : `${header} ${issue?.code === 'invalid_key' ? 'is no name of a header' : 'must be visible ASCII characters in one line'}`);
  return z.NEVER;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const pricingConfigurationSchema = z.object({
  ...brokerVariables,
  FLEET_LOG_LEVEL: fleetVariables.logLevel,
  PRICING_JSON: priceListText.optional(),
  PRICING_JSON_PATH: absolutePath.optional(),
  PRICING_API_URL: httpsUrl.optional(),
  PRICING_API_TTL_MS: milliseconds(1_000, 86_400_000).default(60_000),
  PRICING_API_TIMEOUT_MS: milliseconds(1, 60_000).default(2_000),
  PRICING_API_HEADER_AUTH: headerValue.optional(),
  PRICING_API_HEADERS_JSON: headersJson.optional(),
});
export type PricingConfiguration = z.infer<typeof pricingConfigurationSchema>;
