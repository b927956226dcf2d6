import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { usagePageSchema } from '@agents-fleet/contracts';
import type { DataSource } from 'typeorm';
import { openWriter } from '../database/data-source.js';
import type { SessionRow } from '../entities/session.js';
import type { UsageRow } from '../entities/usage.js';
import { aSessionRow } from '../spec-support/session-row.js';
import { ReadModelWriter } from '../writing/read-model-writer.js';
import { UsageQueries } from './records.js';

const tokens = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5 };
const at = '2026-01-15T10:00:00.000Z';
const sessionId = aSessionRow(1).id;
const usage = (streamSeq: number, usageId: string, choices: Partial<UsageRow> = {}): UsageRow => ({
  ...{ usageId, sessionId, at, streamSeq, source: 'otel', requestId: null, partial: false, model: 'opus', serviceTier: null },
  ...tokens,
  ...choices,
});

describe('usage', () => {
  let source: DataSource;
  let write: ReadModelWriter;
  beforeEach(async () => {
    source = await openWriter(':memory:');
    write = new ReadModelWriter(source.manager);
  });
  afterEach(() => source.destroy());

  const counted = async (session: Partial<SessionRow>) => {
    await write.saveSessions([aSessionRow(1, session)]);
    const page = await new UsageQueries(() => Promise.resolve(source)).list(sessionId, { limit: 10 });
    expect(usagePageSchema.parse(page)).toEqual(page);
    return page.items.filter((item) => item.counted).map(({ usageId }) => usageId);
  };
  const priced = (...ids: string[]) =>
    write.addCosts(ids.map((usageId) => ({ usageId, sessionId, costNanoUsd: 1, confidence: 'exact', priceSource: { kind: 'library', name: 'prices', asOf: null } })));

  it('is counted when it is the best view of its request, and priced', async () => {
    await write.addUsage([
      usage(1, 'placeholder', { requestId: 'r1', partial: true }),
      usage(2, 'final', { requestId: 'r1' }),
      usage(3, 'unpriced', { requestId: 'r2' }),
      usage(4, 'line', { source: 'statusline' }),
    ]);
    await priced('placeholder', 'final', 'line');
    const view = { sessionId, at, source: 'otel' as const, partial: false, model: 'opus', ...tokens, costNanoUsd: 1, confidence: 'exact' as const };
    await write.saveRequestViews([{ ...view, requestId: 'r1', usageId: 'placeholder' }]);
    await write.saveRequestViews([{ ...view, requestId: 'r1', usageId: 'final' }]);
    expect(await counted({ usageScope: 'request', usageSource: 'otel', tokensSource: 'otel' })).toEqual(['final']);
  });

  it('is counted when it is of the sources of a session of which no request is known', async () => {
    await write.addUsage([
      usage(1, 'guess', { source: 'estimate' }),
      usage(2, 'line', { source: 'statusline' }),
      usage(3, 'roll', { source: 'rollout' }),
    ]);
    await priced('guess', 'line', 'roll');
    expect(await counted({ usageScope: 'session', usageSource: 'statusline', tokensSource: 'estimate' })).toEqual(['guess', 'line']);
    expect(await counted({ usageScope: 'session', usageSource: 'rollout', tokensSource: 'rollout' })).toEqual(['roll']);
  });
});
