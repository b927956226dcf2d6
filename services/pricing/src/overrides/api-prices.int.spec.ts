import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, waitFor } from '@agents-fleet/testing';
import { SpecPriceApi } from '../spec-support/price-api.js';
import { ApiPrices } from './api-prices.js';

const list = (inputPer1M: number) => ({ models: { m: { inputPer1M, outputPer1M: 2 } } });
const SECRETS = { Authorization: 'Bearer very-secret', 'X-Team': 'also-secret' };

let api: SpecPriceApi;
let logger: ReturnType<typeof silentLogger>;
const opened: ApiPrices[] = [];
beforeEach(async () => {
  api = await SpecPriceApi.start();
  logger = silentLogger();
});
afterEach(async () => {
  for (const prices of opened.splice(0)) prices.stop();
  await api.stop();
});

async function open(options: { ttlMs?: number; timeoutMs?: number; ca?: string | undefined } = {}): Promise<ApiPrices> {
  const prices = new ApiPrices({ url: api.url, ttlMs: 60_000, timeoutMs: 5_000, headers: SECRETS, ca: api.ca, ...options }, logger);
  opened.push(prices);
  await prices.refresh();
  return prices;
}
const input = (prices: ApiPrices) => prices.ratesOf('m')?.input;

describe('prices of an API', () => {
  it('are asked for with the headers that are set, and are in force', async () => {
    api.says(list(1));
    const prices = await open();
    expect(input(prices)).toBe(1);
    expect(api.asked[0]).toMatchObject({ authorization: 'Bearer very-secret', 'x-team': 'also-secret', accept: 'application/json' });
    expect(prices.describe()).toEqual({
      kind: 'override', name: `PRICING_API_URL (${api.url.host})`, asOf: expect.stringMatching(/Z$/), state: 'in_force', problem: null,
    });
  });

  it('are asked for again when they have become old, without being waited for', async () => {
    api.says(list(1));
    const prices = await open({ ttlMs: 20 });
    api.says(list(2));
    await waitFor(() => input(prices) === 2);
  });

  it('given an API that goes away, then the last answer stays and is said to be stale, until it is back', async () => {
    api.says(list(1));
    const prices = await open({ ttlMs: 20 });
    const { asOf } = prices.describe();
    api.says('down for maintenance', 503);
    await waitFor(() => prices.describe().state === 'stale');
    expect(input(prices)).toBe(1);
    expect(prices.describe()).toMatchObject({ problem: 'PRICING_API_URL: answered with status 503' });
    expect(prices.describe().asOf! >= asOf!).toBe(true);
    api.says(list(3));
    await waitFor(() => input(prices) === 3);
    expect(prices.describe()).toMatchObject({ state: 'in_force', problem: null });
  });

  it('given an answer that is no price list, then it is refused by the field’s name, and the last good one stays', async () => {
    api.says(list(1));
    const prices = await open({ ttlMs: 20 });
    api.says({ models: { m: { inputPer1M: 'very-dear', outputPer1M: 2 } } });
    await waitFor(() => prices.describe().state === 'refused');
    expect(prices.describe().problem).toBe('PRICING_API_URL: models.m.inputPer1M must be a number >= 0');
    expect(input(prices)).toBe(1);
  });

  it('wait for a silent API no longer than the timeout', async () => {
    api.answer = () => undefined;
    const prices = await open({ timeoutMs: 50 });
    expect(prices.describe()).toMatchObject({ state: 'unreachable', asOf: null, problem: 'PRICING_API_URL: no answer within 50 ms' });
    expect(prices.ratesOf('m')).toBeNull();
  });

  it('wait no longer for one that begins to answer and does not end', async () => {
    api.answer = (_, response) => response.writeHead(200).write('{');
    expect((await open({ timeoutMs: 50 })).describe().problem).toBe('PRICING_API_URL: no answer within 50 ms');
  });

  it('follow no redirect: the headers are for one host', async () => {
    const other = await SpecPriceApi.start();
    other.says(list(9));
    api.answer = (_, response) => response.writeHead(302, { Location: other.url.href }).end();
    expect((await open()).describe().problem).toBe('PRICING_API_URL: answered with a redirect (302), which is not followed');
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  it('take no more than a mebibyte', async () => {
    api.says(' '.repeat(1024 * 1024 + 1));
    expect((await open()).describe().problem).toBe('PRICING_API_URL: answered with more than 1048576 bytes');
  });

  it('are not taken from one whose certificate nobody vouches for', async () => {
    api.says(list(1));
    const prices = await open({ ca: undefined });
    expect(prices.describe()).toMatchObject({ state: 'unreachable', problem: 'PRICING_API_URL: can\'t be reached (DEPTH_ZERO_SELF_SIGNED_CERT)' });
    expect(api.asked).toEqual([]);
  });

  it('never tell a secret, whatever happens', async () => {
    api.says(list(1));
    const prices = await open({ ttlMs: 20 });
    const told = [JSON.stringify([prices.describe(), prices.rows()])];
    for (const answer of ['no JSON but very-secret', JSON.stringify({ models: { m: { inputPer1M: 'very-secret', outputPer1M: 1 } } })]) {
      const before = api.asked.length;
      api.says(answer);
      await waitFor(() => prices.describe().state === 'refused' && api.asked.length > before + 1);
      told.push(JSON.stringify(prices.describe()));
    }
    await api.stop();
    await waitFor(() => prices.describe().state === 'stale');
    told.push(JSON.stringify(prices.describe()), JSON.stringify(logger.lines));
    expect(logger.lines.length).toBeGreaterThan(2);
    for (const secret of ['very-secret', 'also-secret', 'key-in-the-path', 'in-the-query']) expect(told.join('\n')).not.toContain(secret);
  });
});
