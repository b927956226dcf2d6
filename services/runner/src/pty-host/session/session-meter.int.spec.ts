import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { NOTHING_CARRIED, type UsageRecord } from '@agents-fleet/contracts';
import { systemClock } from '@agents-fleet/terminal';
import { waitFor } from '@agents-fleet/testing';
import { describe, expect, it } from '@jest/globals';
import { SessionMeter } from './session-meter.js';

/** See `painted-status-line.int.spec.ts`: three answers that cost USD 0.0304 in all. */
const RECORDING = readFileSync(new URL('../metering/fixtures/claude-2.1.330-status-line.raw', import.meta.url));
const COST_NANO_USD = 30_400_000;

describe('SessionMeter', () => {
  it('meters and stops an agent by the status line that it paints cell by cell', async () => {
    const records: UsageRecord[] = [];
    let reached = 0;
    const meter = new SessionMeter({
      sessionId: 'S',
      budget: { version: 1, budgetNanoUsd: COST_NANO_USD, budgetTokens: null },
      carried: NOTHING_CARRIED,
      metering: 'characters',
      countCacheReads: false,
      clock: systemClock,
      size: { cols: 100, rows: 30 },
      onUsage: (record) => records.push(record),
      onReached: () => { reached += 1; },
      onScreenLost: (error) => { throw error; },
    });
    const end = RECORDING.indexOf('\x1b[?1049l');
    for (let at = 0; at < end; at += 256) {
      meter.sawOutput(RECORDING.subarray(at, Math.min(at + 256, end)));
      await sleep(5);
    }
    await waitFor(() => reached > 0);
    meter.end();

    const said = records.filter(({ source }) => source === 'statusline');
    const sum = (figure: (record: UsageRecord) => number) => said.reduce((total, record) => total + figure(record), 0);
    expect(sum(({ reportedCostNanoUsd }) => reportedCostNanoUsd ?? 0)).toBe(COST_NANO_USD);
    expect(sum(({ tokens }) => tokens.input)).toBe(3600);
    expect(sum(({ tokens }) => tokens.output)).toBe(35);
  });
});
