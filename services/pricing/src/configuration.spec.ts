import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '@agents-fleet/platform';
import { pricingConfigurationSchema } from './configuration.js';

const read = (environment: Record<string, string>) => () => readConfiguration(pricingConfigurationSchema, environment);

describe('the configuration of pricing', () => {
  it('has no override, a minute of freshness and two seconds of patience', () => {
    expect(read({})()).toEqual({
      FLEET_NATS_URL: 'nats://127.0.0.1:4222', FLEET_LOG_LEVEL: 'info', PRICING_API_TTL_MS: 60_000, PRICING_API_TIMEOUT_MS: 2_000,
    });
  });

  it('takes what the README says', () => {
    const configuration = read({
      PRICING_JSON: '{"default":{"inputPer1M":3,"outputPer1M":15},"models":{}}',
      PRICING_JSON_PATH: '/etc/prices.json',
      PRICING_API_URL: 'https://prices.example.com/v1?team=a',
      PRICING_API_HEADER_AUTH: 'Bearer abc',
      PRICING_API_HEADERS_JSON: '{"X-Team":"a b"}',
    })();
    expect(configuration.PRICING_API_URL?.host).toBe('prices.example.com');
    expect(configuration.PRICING_API_HEADERS_JSON).toEqual({ 'X-Team': 'a b' });
  });

  it.each([
    [{ PRICING_JSON: '{"models":{"foo":{"inputPer1M":-1,"outputPer1M":1}}}' }, 'PRICING_JSON: models.foo.inputPer1M must be a number >= 0'],
    [{ PRICING_JSON: 'hunter2' }, 'PRICING_JSON: is not JSON'],
    [{ PRICING_JSON_PATH: 'prices.json' }, 'PRICING_JSON_PATH: must be an absolute path'],
    [{ PRICING_API_URL: 'http://127.0.0.1/hunter2' }, 'PRICING_API_URL: must be a URL that begins with https://'],
    [{ PRICING_API_URL: 'hunter2' }, 'PRICING_API_URL: must be a URL that begins with https://'],
    [{ PRICING_API_URL: 'https://me:hunter2@example.com' }, 'PRICING_API_URL: must not carry a user or password: PRICING_API_HEADER_AUTH is for that'],
    [{ PRICING_API_TTL_MS: '10' }, 'PRICING_API_TTL_MS: must be from 1000 to 86400000 milliseconds'],
    [{ PRICING_API_TIMEOUT_MS: '2s' }, 'PRICING_API_TIMEOUT_MS: must be a whole number of milliseconds'],
    [{ PRICING_API_HEADER_AUTH: 'hunter2\r\nX: y' }, 'PRICING_API_HEADER_AUTH: must be visible ASCII characters in one line'],
    [{ PRICING_API_HEADERS_JSON: '["hunter2"]' }, 'PRICING_API_HEADERS_JSON: must be a JSON object of header names and values'],
    [{ PRICING_API_HEADERS_JSON: 'hunter2' }, 'PRICING_API_HEADERS_JSON: must be a JSON object of header names and values'],
    [{ PRICING_API_HEADERS_JSON: '{"X-Key":"hunter2\\n"}' }, 'PRICING_API_HEADERS_JSON: X-Key must be visible ASCII characters in one line'],
    [{ PRICING_API_HEADERS_JSON: '{"X Key":"hunter2"}' }, 'PRICING_API_HEADERS_JSON: X Key is no name of a header'],
  ])('refuses %j by its name, without its value', (environment, message) => {
    expect(read(environment)).toThrow(new Error(message));
  });
});
