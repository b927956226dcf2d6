import type { PricingConfiguration } from '../configuration.js';
import type { PriceOrigin } from '../prices/price-origin.js';
import { ApiPrices } from './api-prices.js';
import { FilePrices } from './file-prices.js';
import { InlinePrices } from './inline-prices.js';
import type { PriceLogger } from './override-prices.js';

/**
 * The price lists that are configured, the one that wins first: what is nearest to the person who runs the fleet.
 * @throws ConfigurationError for a file that can't be used
 */
export async function openOverrides(configuration: PricingConfiguration, logger: PriceLogger): Promise<PriceOrigin[]> {
  const { PRICING_JSON: inline, PRICING_JSON_PATH: path, PRICING_API_URL: url } = configuration;
  const origins: PriceOrigin[] = [];
  if (inline !== undefined) origins.push(new InlinePrices(inline, logger));
  if (path !== undefined) origins.push(await FilePrices.open(path, logger));
  if (url !== undefined) {
    const { PRICING_API_TTL_MS: ttlMs, PRICING_API_TIMEOUT_MS: timeoutMs, PRICING_API_HEADER_AUTH: authorization } = configuration;
    const headers = { ...configuration.PRICING_API_HEADERS_JSON, ...(authorization !== undefined && { Authorization: authorization }) };
    origins.push(new ApiPrices({ url, ttlMs, timeoutMs, headers }, logger));
  }
  return origins;
}
