import type { UsageRecord } from '@agents-fleet/contracts';
import { describe, expect, it } from '@jest/globals';
import type { MeteredIncrease, MeteredSum } from './claude-telemetry.js';
import type { TranscriptLine } from './claude-transcript.js';
import { ClaudeUsage } from './claude-usage.js';

type Line = Extract<TranscriptLine, { kind: 'usage' }>;

function record(requestId: string, source: UsageRecord['source'], output = 10, partial = false): UsageRecord {
  return {
    usageId: `S:${source}:${requestId}:${output}`, requestId, source, partial, agentSessionId: 'a', model: 'm', serviceTier: null,
    tokens: { input: 100, cacheRead: 1_000, cacheWrite5m: 5, cacheWrite1h: 0, output },
    reportedCostNanoUsd: source === 'otel' ? 1_000 : null,
  };
}

function line(requestId: string | null, messageId: string, { output = 10, partial = false, toolUseIds = [] as string[], sidechain = false } = {}): Line {
  return { kind: 'usage', at: 0, messageId, sidechain, requestId, toolUseIds, record: record(requestId ?? messageId, 'transcript', output, partial) };
}

function metered(sum: Partial<MeteredSum>): MeteredIncrease[] {
  return Object.entries(sum).map(([figure, value]) => ({ agentSessionId: 'a', model: 'm', figure: figure as keyof MeteredSum, value }));
}

const given = ({ complete = true } = {}) => new ClaudeUsage('S', { complete });
const said = (records: readonly UsageRecord[]) => records.map(({ requestId, source, partial, tokens }) => [requestId, source, partial, tokens.output]);

describe('ClaudeUsage', () => {
  it('reports an event at once, and the transcript’s view of the same request not at all', () => {
    const usage = given();
    usage.sawLine(line('r1', 'm1'), 0);
    expect(said(usage.sawEvents([record('r1', 'otel'), record('r1', 'otel')], 100))).toEqual([['r1', 'otel', false, 10]]);
    usage.sawLine(line('r1', 'm1'), 200);
    expect(usage.take(10_000, { all: true })).toEqual([]);
  });

  it('reports by the transcript what no event tells', () => {
    const usage = given();
    usage.sawEvents([record('r0', 'otel')], 0);
    usage.sawLine(line('r1', 'm1', { output: 1 }), 0);
    usage.sawLine(line('r1', 'm1', { output: 7 }), 10);
    usage.sawLine(line('r1', 'm1', { output: 7 }), 20);
    expect(usage.take(1_000)).toEqual([]);
    expect(said(usage.take(2_500))).toEqual([['r1', 'transcript', false, 7]]);
    expect(usage.take(9_000)).toEqual([]);
  });

  it('does not wait for events where there are none', () => {
    const usage = given();
    usage.sawLine(line(null, 'm1'), 0);
    expect(said(usage.take(1))).toEqual([['m1', 'transcript', false, 10]]);
  });

  it('leaves out lines without a request when events tell of all requests', () => {
    const usage = given();
    usage.sawEvents([record('r1', 'otel')], 0);
    usage.sawLine(line(null, 'm1'), 10);
    expect(usage.take(10_000, { all: true })).toEqual([]);
  });

  it('counts a message once that a sidechain repeats under another request', () => {
    const usage = given();
    usage.sawLine(line('r1', 'm1'), 0);
    usage.sawLine(line('r2', 'm1', { sidechain: true }), 0);
    expect(said(usage.take(10))).toEqual([['r1', 'transcript', false, 10]]);
  });

  it('accounts the response that asks for a tool before the tool runs', () => {
    const usage = given();
    expect(usage.knowsTool('t1')).toBe(false);
    usage.sawLine(line('r1', 'm1', { toolUseIds: ['t1', 't2'] }), 0);
    expect(usage.knowsTool('t1')).toBe(true);
    expect(said(usage.takeOfTool('t1'))).toEqual([['r1', 'transcript', false, 10]]);
    expect(usage.takeOfTool('t2')).toEqual([]);
    expect(said(usage.sawEvents([record('r1', 'otel')], 300))).toEqual([['r1', 'otel', false, 10]]);
  });

  it('counts a broken-off response by its transcript first, then by Claude’s own count', () => {
    const usage = given();
    usage.sawEvents([record('r1', 'otel')], 0);
    usage.sawMetrics(metered({ input: 100, cacheRead: 1_000, cacheWrite: 5, output: 10, costNanoUsd: 1_000 }));
    usage.sawLine(line('r2', 'm2', { output: 30, partial: true }), 1_000);
    expect(said(usage.take(1_800))).toEqual([['r2', 'transcript', true, 30]]);
    usage.sawMetrics(metered({ input: 100, cacheRead: 1_000, cacheWrite: 5, output: 44, costNanoUsd: 2_500 }));
    const [counted] = usage.take(2_000);
    expect(counted).toMatchObject({ requestId: 'r2', source: 'otel', partial: true, tokens: { output: 44 }, reportedCostNanoUsd: 2_500 });
    expect(usage.take(9_000, { all: true })).toEqual([]);
  });

  it('shares out what two broken-off responses have used together', () => {
    const usage = given();
    usage.sawLine(line('r1', 'm1', { output: 10, partial: true }), 0);
    usage.sawLine(line('r2', 'm2', { output: 30, partial: true }), 0);
    usage.sawMetrics(metered({ input: 200, cacheRead: 2_000, cacheWrite: 10, output: 81, costNanoUsd: 900 }));
    const counted = usage.take(1_000).filter(({ source }) => source === 'otel');
    expect(counted.map(({ tokens }) => tokens.output)).toEqual([20, 61]);
    expect(counted.reduce((sum, { reportedCostNanoUsd }) => sum + (reportedCostNanoUsd ?? 0), 0)).toBe(900);
  });

  it('reports at the end what only the metrics tell', () => {
    const usage = given();
    usage.sawEvents([record('r1', 'otel')], 0);
    usage.sawMetrics(metered({ input: 300, cacheRead: 1_000, cacheWrite: 5, output: 12, costNanoUsd: 1_700 }));
    expect(usage.take(9_000)).toEqual([]);
    expect(usage.take(9_000, { all: true })).toMatchObject([{ source: 'otel', partial: true, tokens: { input: 200, output: 2 }, reportedCostNanoUsd: 700 }]);
    expect(given({ complete: false }).take(0, { all: true })).toEqual([]);
  });

  it('takes nothing from metrics of which it missed the beginning', () => {
    const usage = given({ complete: false });
    usage.sawMetrics(metered({ input: 300, costNanoUsd: 1_700 }));
    expect(usage.take(9_000, { all: true })).toEqual([]);
  });

  it('counts a request that left no trace by the prompt of the one before', () => {
    const usage = given();
    expect(usage.unseen('1', 5)).toBeNull();
    usage.sawEvents([record('r1', 'otel')], 0);
    expect(usage.unseen('1', 25)).toMatchObject({
      source: 'estimate', partial: true, requestId: 'S:unseen:1', reportedCostNanoUsd: null, tokens: { input: 100, cacheRead: 1_000, output: 25 },
    });
  });
});
