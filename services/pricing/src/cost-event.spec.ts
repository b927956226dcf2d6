import { describe, expect, it } from '@jest/globals';
import { costRecordedSchema, type UsageRecorded } from '@agents-fleet/contracts';
import { DEFAULT_RATES } from '@agents-fleet/domain';
import { costEvent } from './cost-event.js';

const usage: UsageRecorded = {
  id: '01JD8Z0000000000000000000A:e:7',
  type: 'usage.recorded',
  v: 2,
  sessionId: '01JD8Z0000000000000000000A',
  runnerId: 'laptop',
  epoch: 'epoch-1',
  n: 7,
  at: '2026-01-01T00:00:00.000Z',
  correlationId: 'request-1',
  causationId: null,
  data: {
    usageId: '01JD8Z0000000000000000000A:estimate:3',
    requestId: null,
    source: 'estimate',
    partial: false,
    agentSessionId: null,
    model: null,
    serviceTier: null,
    tokens: { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 },
    reportedCostNanoUsd: null,
  },
};

describe('the cost of a usage', () => {
  const cost = costEvent(usage, DEFAULT_RATES, '2026-01-01T00:00:01.000Z');

  it('is a cost event that the contract allows', () => {
    expect(costRecordedSchema.parse(cost)).toEqual(cost);
  });

  it('has an id made of the usage, and says what caused it', () => {
    expect(cost).toMatchObject({
      id: `cost:${usage.data.usageId}`,
      causationId: usage.id,
      correlationId: 'request-1',
      sessionId: usage.sessionId,
      n: null,
      epoch: null,
    });
  });

  it('costs the default rate and says that it is assumed', () => {
    expect(cost.data).toMatchObject({ costNanoUsd: 10 * 3_000 + 100 * 15_000, confidence: 'assumed', priceSource: { kind: 'default' } });
  });
});
