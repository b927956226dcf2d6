import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PricingTable, pricingTableSchema, problemSchema, subjects } from '@agents-fleet/contracts';
import { respond } from '@agents-fleet/event-log';
import { gatewayUnderTest, type GatewayUnderTest } from '../spec-support/gateway-under-test.js';

const rates = { input: 3, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, output: 15, source: { kind: 'override' as const, name: 'PRICING_JSON: m', asOf: null } };
const TABLE: PricingTable = {
  origins: [{ kind: 'override', name: 'PRICING_JSON_PATH (/etc/prices.json)', asOf: null, state: 'refused', problem: 'PRICING_JSON_PATH: models.m.inputPer1M must be a number >= 0' }],
  default: { ...rates, tiers: [] },
  items: [{ model: 'm', vendor: null, rates: { ...rates, tiers: [{ ...rates, abovePromptTokens: 200_000 }].map(({ source: _, ...tier }) => tier) } }],
};

describe('GET /api/pricing', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => { test = await gatewayUnderTest(); });
  afterAll(() => test.stop());

  it('answers 503 while pricing is away, and says who is', async () => {
    const answer = await test.request('GET', '/api/pricing');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, expect.stringContaining('application/problem+json')]);
    expect(problemSchema.parse(await answer.json()).detail).toBe('The pricing service: nobody answers this command.');
  });

  it('is the table of the pricing service', async () => {
    const pricing = respond(test.broker, subjects.pricingCommand('table'), () => ({ ok: true, data: TABLE }));
    await test.broker.connection.flush();
    const answer = await test.request('GET', '/api/pricing');
    expect(answer.status).toBe(200);
    expect(pricingTableSchema.parse(await answer.json())).toEqual(TABLE);
    pricing.stop();
  });

  it('is a problem when pricing answers what is no table', async () => {
    const pricing = respond(test.broker, subjects.pricingCommand('table'), () => ({ ok: true, data: { origins: [] } }));
    await test.broker.connection.flush();
    expect((await test.request('GET', '/api/pricing')).status).toBeGreaterThanOrEqual(500);
    pricing.stop();
  });
});
