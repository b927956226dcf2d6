import { subjects, type ModelRates } from '@agents-fleet/contracts';
import { connectBroker, respond, type Broker, type Stoppable } from '@agents-fleet/event-log';
import { createLogger } from '@agents-fleet/platform';
import { startBroker, type TestBroker } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelRatesCache } from './model-rates.js';

const RATES: ModelRates = {
  input: 4, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8, output: 20, tiers: [], source: { kind: 'library', name: 'x', asOf: null },
};

let server: TestBroker;
let broker: Broker;
let pricing: Stoppable | null = null;
let asked: number;

beforeAll(async () => {
  server = await startBroker();
  broker = await connectBroker({ url: server.url, name: 'spec', logger: createLogger('rates-spec', 'silent') });
}, 60_000);
afterEach(() => pricing?.stop());
afterAll(async () => {
  await broker.close();
  await server.stop();
});

function startPricing(): void {
  asked = 0;
  pricing = respond(broker, subjects.pricingCommand('rates'), () => {
    asked += 1;
    return { ok: true, data: { rates: { opus: RATES } } };
  });
}

describe('ModelRatesCache', () => {
  it('asks pricing once for a model, however many want to know', async () => {
    startPricing();
    const cache = new ModelRatesCache(broker);
    expect(await Promise.all([cache.of('opus'), cache.of('opus')])).toEqual([RATES, RATES]);
    expect(await cache.of('opus')).toEqual(RATES);
    expect(asked).toBe(1);
  });

  it('knows no price of what has no model, and of what pricing does not know', async () => {
    startPricing();
    const cache = new ModelRatesCache(broker);
    expect(await cache.of(null)).toBeNull();
    expect(asked).toBe(0);
    expect(await cache.of('unheard-of')).toBeNull();
  });

  it('knows none while pricing is away, and does not wait for it again at once', async () => {
    const cache = new ModelRatesCache(broker);
    expect(await cache.of('opus')).toBeNull();
    startPricing();
    expect(await cache.of('opus')).toBeNull();
    expect(asked).toBe(0);
  });
});
