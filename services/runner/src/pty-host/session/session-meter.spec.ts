import { describe, expect, it } from '@jest/globals';
import { NOTHING_CARRIED, type CarriedSpend, type UsageRecord } from '@agents-fleet/contracts';
import { HandClock } from '@agents-fleet/terminal/hand-clock';
import { SessionMeter } from './session-meter.js';

interface Given {
  budgetTokens?: number;
  budgetNanoUsd?: number;
  metering?: 'characters' | 'reports';
  carried?: CarriedSpend;
}

function given({ metering = 'characters', carried = NOTHING_CARRIED, ...budget }: Given = {}) {
  const clock = new HandClock();
  const usage: UsageRecord[] = [];
  let reached = 0;
  const meter = new SessionMeter({
    sessionId: 'S',
    budget: { version: 1, budgetTokens: null, budgetNanoUsd: null, ...budget },
    carried,
    metering,
    countCacheReads: false,
    size: { cols: 80, rows: 24 },
    clock,
    onUsage: (record) => usage.push(record),
    onReached: () => reached++,
    onScreenLost: (error) => {
      throw error;
    },
  });
  return {
    clock,
    meter,
    prints: (text: string) => { meter.sawOutput(new TextEncoder().encode(text)); },
    types: (text: string) => { meter.sawInput(new TextEncoder().encode(text)); },
    recorded: () => usage.map(({ source, tokens: { input, output } }) => [source, input, output]),
    reached: () => reached,
  };
}

describe('SessionMeter', () => {
  it('records what went in and out within a quarter of a second', () => {
    const { clock, prints, types, recorded } = given();
    prints('x'.repeat(10));
    types('yyyy');
    expect(recorded()).toEqual([]);
    clock.pass(250);
    expect(recorded()).toEqual([['estimate', 1, 3]]);
  });

  it('records at once what crosses a threshold, and stops after that record', () => {
    const { prints, recorded, reached } = given({ budgetTokens: 100 });
    prints('x'.repeat(4 * 79));
    expect(recorded()).toEqual([]);
    prints('x'.repeat(4));
    expect(recorded()).toEqual([['estimate', 0, 80]]);
    expect(reached()).toBe(0);
    prints('x'.repeat(4 * 20));
    expect(recorded()).toEqual([['estimate', 0, 80], ['estimate', 0, 20]]);
    expect(reached()).toBe(1);
  });

  it('stops at once by a budget that comes later and is used up already, by what was printed without one', () => {
    const { meter, prints, recorded, reached } = given();
    prints('x'.repeat(4 * 150));
    expect([recorded(), reached()]).toEqual([[], 0]);
    meter.renew({ version: 2, budgetTokens: 100, budgetNanoUsd: null });
    expect([recorded(), reached()]).toEqual([[['estimate', 0, 150]], 1]);
  });

  it('stops by money, at the assumed price', () => {
    const { prints, reached } = given({ budgetNanoUsd: 15_000 * 10 });
    prints('x'.repeat(36));
    expect(reached()).toBe(0);
    prints('x'.repeat(4));
    expect(reached()).toBe(1);
  });

  it('goes by the status line as soon as there is one', () => {
    const { clock, prints, reached } = given({ budgetTokens: 1_000 });
    prints('AF|ctx=1/200000(0%)|in=10|out=5|cost=$0.01\r\n>');
    prints('x'.repeat(4 * 2_000));
    clock.pass(250);
    expect(reached()).toBe(0);
    prints('\r\nAF|ctx=1/200000(0%)|in=900|out=100|cost=$0.02\r\n>');
    expect(reached()).toBe(1);
  });

  it('believes a status line at the end of the output once it is quiet', () => {
    const { clock, prints, recorded } = given();
    prints('AF|ctx=1/200000(0%)|in=10|out=5|cost=$0.01\r\n');
    clock.pass(250);
    expect(recorded()).toContainEqual(['statusline', 10, 5]);
  });

  it('records many status lines as one, within a quarter of a second', () => {
    const { clock, prints, recorded } = given();
    for (let i = 1; i <= 1_000; i++) prints(`AF|in=${i}|out=${2 * i}|cost=$0.01 `);
    expect(recorded()).toEqual([]);
    clock.pass(250);
    expect(recorded().filter(([source]) => source === 'statusline')).toEqual([['statusline', 1_000, 2_000]]);
  });

  it('records what status lines say before the characters that they take the place of', () => {
    const { clock, prints, recorded } = given({ budgetTokens: 1_000 });
    prints(`AF|in=10|out=5|cost=$0.01 ${'x'.repeat(4 * 2_000)}`);
    clock.pass(250);
    expect(recorded().map(([source]) => source)).toEqual(['statusline', 'estimate']);
  });

  it('records a status line that crosses a threshold at once, apart from those before it', () => {
    const { prints, recorded, reached } = given({ budgetTokens: 100 });
    for (const total of [30, 60, 79, 80, 90, 99, 130]) prints(`AF|in=${total}|out=0|cost=$0.00 `);
    expect(recorded()).toEqual([['statusline', 79, 0], ['statusline', 1, 0], ['statusline', 19, 0], ['statusline', 31, 0]]);
    expect(reached()).toBe(1);
  });

  it('records what status lines said when its budget is changed, and at its end', () => {
    const { clock, meter, prints, recorded } = given();
    const said = () => recorded().filter(([source]) => source === 'statusline');
    prints('AF|in=10|out=0|cost=$0.01 ');
    meter.renew({ version: 2, budgetTokens: 1_000, budgetNanoUsd: null });
    expect(said()).toEqual([['statusline', 10, 0]]);
    prints('AF|in=15|out=0|cost=$0.01 ');
    meter.end();
    clock.pass(1_000);
    expect(said()).toEqual([['statusline', 10, 0], ['statusline', 5, 0]]);
  });

  it('weighs what was used against a changed budget', () => {
    const { meter, prints, reached } = given({ budgetTokens: 100 });
    prints('x'.repeat(4 * 50));
    meter.renew({ version: 3, budgetTokens: 40, budgetNanoUsd: null });
    expect(reached()).toBe(1);
    meter.renew({ version: 2, budgetTokens: 1_000, budgetNanoUsd: null });
    expect(meter.budget).toEqual({ version: 3, budgetTokens: 40, budgetNanoUsd: null });
  });

  it('records the rest at the end, and nothing after', () => {
    const { clock, meter, prints, recorded } = given();
    prints('xxxxx');
    meter.end();
    clock.pass(1_000);
    expect(recorded()).toEqual([['estimate', 0, 2]]);
  });
});

const request = (requestId: string, input: number, output: number): UsageRecord => ({
  usageId: `S:${requestId}`,
  requestId,
  source: 'otel',
  partial: false,
  agentSessionId: null,
  model: 'm',
  serviceTier: null,
  tokens: { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output },
  reportedCostNanoUsd: null,
});

describe('SessionMeter of a session that an adapter reports on', () => {
  it('counts what is reported, and no characters', () => {
    const { clock, meter, prints, recorded, reached } = given({ metering: 'reports', budgetTokens: 100 });
    prints('x'.repeat(4_000));
    clock.pass(250);
    meter.report(request('a', 50, 40), null);
    expect(recorded()).toEqual([['otel', 50, 40]]);
    expect([meter.state, reached()]).toEqual(['warned', 0]);
    meter.report(request('b', 10, 0), null);
    expect([meter.state, reached()]).toEqual(['reached', 1]);
  });

  it('prices by the rates that come with the report', () => {
    const source = { kind: 'library', name: 'x', asOf: null } as const;
    const { meter, reached } = given({ metering: 'reports', budgetNanoUsd: 1_000_000 });
    meter.report(request('a', 100, 0), { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, tiers: [], source });
    expect(reached()).toBe(1);
  });

  it('counts characters on top while no runner is heard of, and the exact figures in their place afterwards', () => {
    const { clock, meter, prints, recorded, reached } = given({ metering: 'reports', budgetTokens: 100 });
    prints('x'.repeat(4_000));
    meter.report(request('a', 10, 10), null);
    clock.pass(11_000);
    prints('x'.repeat(4 * 60));
    expect(meter.state).toBe('warned');
    meter.attend();
    meter.report(request('b', 5, 5), null);
    expect(meter.state).toBe('armed');
    expect(recorded()).toEqual([['otel', 10, 10], ['estimate', 0, 60], ['otel', 5, 5]]);
    clock.pass(11_000);
    prints('x'.repeat(4 * 71));
    expect(reached()).toBe(1);
  });

  it('counts characters when the adapter says that it is blind', () => {
    const { clock, meter, prints, recorded } = given({ metering: 'reports' });
    prints('x'.repeat(40));
    meter.setBlind(true);
    clock.pass(250);
    meter.setBlind(false);
    prints('x'.repeat(40));
    clock.pass(250);
    expect(recorded()).toEqual([['estimate', 0, 10]]);
  });

  it('weighs the answer under way by what is new on the screen, but no faster than a model writes', () => {
    const { clock, meter, prints, recorded, reached } = given({ metering: 'reports', budgetTokens: 200 });
    meter.report(request('a', 20, 0), null);
    meter.setAsking(true);
    prints('abcdefghij '.repeat(50));
    clock.pass(1_000);
    expect(meter.askingTokens).toBe(20);
    prints(Array.from({ length: 60 }, (_, i) => `word${i}`).join(' '));
    expect([meter.askingTokens, reached()]).toEqual([60, 0]);
    clock.pass(2_000);
    prints(' more ');
    expect(reached()).toBe(1);
    meter.report(request('b', 10, 10), null);
    expect(meter.state).toBe('armed');
    expect(recorded()).toHaveLength(2);
  });

  it('counts what is printed once when the runner is lost in the middle of an answer', () => {
    const { clock, meter, prints } = given({ metering: 'reports', budgetTokens: 100 });
    meter.setAsking(true);
    clock.pass(11_000);
    prints('x'.repeat(4 * 70));
    expect([meter.askingTokens, meter.state]).toEqual([0, 'armed']);
  });

  it('holds against the budget what was spent before', () => {
    const { meter, reached } = given({ metering: 'reports', budgetTokens: 100, carried: { countedTokens: 90, costNanoUsd: 5 } });
    expect(meter.state).toBe('warned');
    meter.report(request('a', 10, 0), null);
    expect(reached()).toBe(1);
  });
});
