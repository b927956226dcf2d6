import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readEvents, readMetrics } from './claude-telemetry.js';

/** Recorded from Claude Code 2.1.330 against the stand-in: a turn that delegates to a subagent. */
const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));

describe('the telemetry of Claude Code', () => {
  it('tells each finished request, with its own cost and both lifetimes of cache writes', () => {
    const { records, toolDecided } = readEvents('S', recorded('otlp-logs.json'));
    expect(toolDecided).toBe(true);
    expect(records.map(({ requestId, tokens, reportedCostNanoUsd }) => [requestId, tokens, reportedCostNanoUsd])).toEqual([
      ['req_32626_3', { input: 1221, cacheRead: 15033, cacheWrite5m: 109, cacheWrite1h: 215, output: 20 }, 10_555_600],
      ['req_32626_4', { input: 1228, cacheRead: 15044, cacheWrite5m: 112, cacheWrite1h: 220, output: 2 }, 10_280_800],
      ['req_32626_5', { input: 1235, cacheRead: 15055, cacheWrite5m: 115, cacheWrite1h: 225, output: 158 }, 13_486_000],
    ]);
    expect(records[0]).toMatchObject({
      usageId: 'S:otel:req_32626_3', source: 'otel', partial: false, model: 'claude-opus-5-5', serviceTier: null, agentSessionId: 'a9c66a7e-35bf-4224-a621-714db7ce1bd3',
    });
  });

  it('names a request without an id by its session, time and sequence, and keeps a tier', () => {
    const attributes = [
      { key: 'model', value: { stringValue: 'm' } },
      { key: 'input_tokens', value: { intValue: '3' } },
      { key: 'cache_creation_tokens', value: { intValue: '9' } },
      { key: 'session.id', value: { stringValue: 'a' } },
      { key: 'event.timestamp', value: { stringValue: 't' } },
      { key: 'event.sequence', value: { intValue: 4 } },
      { key: 'cost_usd_micros', value: { intValue: 12 } },
      { key: 'speed', value: { stringValue: 'fast' } },
    ];
    const body = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'claude_code.api_request' }, attributes }] }] }] };
    expect(readEvents('S', body).records).toMatchObject([
      { requestId: 'a:t:4', serviceTier: 'fast', reportedCostNanoUsd: 12_000, tokens: { input: 3, cacheRead: 0, cacheWrite5m: 9, cacheWrite1h: 0, output: 0 } },
    ]);
  });

  it('tells the increase of every sum, for each model', () => {
    const increases = readMetrics(recorded('otlp-metrics.json'));
    expect(increases).toHaveLength(10);
    expect(increases.filter(({ figure }) => figure === 'costNanoUsd').map(({ value }) => value)).toEqual([10_555_600, 10_280_800]);
    expect(increases.filter(({ figure }) => figure === 'input').map(({ value }) => value)).toEqual([1221, 1228]);
    expect(new Set(increases.map(({ model }) => model))).toEqual(new Set(['claude-opus-5-5']));
  });
});
