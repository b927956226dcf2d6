import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { processesOf } from '../real-agents/processes-of.js';
import { ProcessFleet } from './process-fleet.js';

const BUDGET = 2_000;
/** Prints 300 characters twenty times a second: 1,500 estimated tokens in a second. */
const PRINT = 'while :; do echo "$(head -c 300 /dev/zero | tr "\\0" x)"; sleep 0.05; done';

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

/**
 * Runs a command until it is over and its budget is told to be reached: the lease stops it at once, and the services that say why may
 * say so after its end. Every process of it carries the tag in its environment.
 */
async function run(tag: string, script: string) {
  const session = await fleet.client.startSession({
    kind: 'pty',
    repoPath: fleet.repo,
    command: `export SCENARIO=${tag}; ${script}`,
    budgetTokens: BUDGET,
  });
  await fleet.ended(session.id);
  return waitFor(
    async () => {
      const ended = await fleet.client.session(session.id);
      return ended.limitState === 'reached' && ended;
    },
    { what: 'the reached limit' },
  );
}

describe('a session that runs into its budget', () => {
  it.each([
    ['a loop that prints', `bash -c '${PRINT}'`],
    ['a child that traps INT, TERM and HUP', `bash -c 'trap "" INT TERM HUP; ${PRINT}'`],
    ['a child in a session of its own', `setsid bash -c '${PRINT}' & wait`],
    ['a child in a session of its own that traps', `setsid bash -c 'trap "" INT TERM HUP; ${PRINT}' & wait`],
    ['a child that outlives its silent parent', `bash -c 'trap "" HUP; setsid sleep 300 & ${PRINT}'`],
  ])('is stopped: %s', async (what, script) => {
    const tag = `fleet-scenario-${process.pid}-${what.replaceAll(/[^a-zA-Z]+/g, '-')}`;
    const ended = await run(tag, script);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', limitState: 'reached', survivors: 0 });
    expect(await processesOf(tag)).toEqual([]);

    const markers = await fleet.client.markers(ended.id);
    const types = markers.map(({ type }) => type);
    for (const type of ['started', 'budget_warned', 'stop_requested', 'budget_exceeded', 'process_exit', 'ended']) expect(types).toContain(type);
    expect(new Set(types).size).toBe(types.length);

    const stopRequested = markers.find(({ type }) => type === 'stop_requested');
    expect(Date.parse(ended.endedAt ?? '') - Date.parse(stopRequested?.at ?? '')).toBeLessThan(5_000);
  }, 60_000);

  it('overshoots by one usage event at most', async () => {
    const ended = await run(`fleet-scenario-${process.pid}-overshoot`, `bash -c '${PRINT}'`);
    const usage = await fleet.client.usage(ended.id);
    const largest = Math.max(...usage.map(({ tokens }) => tokens.input + tokens.output));
    expect(ended.tokens.counted).toBeGreaterThanOrEqual(BUDGET);
    expect(ended.tokens.counted).toBeLessThan(BUDGET + largest);
  }, 60_000);
});
