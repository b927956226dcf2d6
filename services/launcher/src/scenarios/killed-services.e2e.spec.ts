import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nanoUsdToUsd, STREAMS, subjects, type FleetEvent, type Session } from '@agents-fleet/contracts';
import { emptyLedger, ledgerTotals, priceUsage, recordUsage } from '@agents-fleet/domain';
import { lastSequence, parseEvent, readSubject } from '@agents-fleet/event-log';
import { waitFor } from '@agents-fleet/testing';
import { ProcessFleet, type ServiceName } from './process-fleet.js';

const SESSIONS = 6;
const KILLED: readonly ServiceName[] = ['projector', 'budget', 'pricing', 'projector', 'pricing', 'budget', 'git-snapshot', 'runner'];

let fleet: ProcessFleet;
beforeAll(async () => {
  fleet = await ProcessFleet.start();
}, 120_000);
afterAll(() => fleet.stop(), 60_000);

/** Everything that the log holds now. */
async function log(): Promise<FleetEvent[]> {
  const end = await lastSequence(fleet.connection, STREAMS.log);
  const reader = await readSubject(fleet.connection, { stream: STREAMS.log, subject: subjects.allEvents, fromSeq: 1 });
  const events: FleetEvent[] = [];
  for await (const message of reader) {
    const event = parseEvent(message.data);
    if (event instanceof Error) throw event;
    events.push(event);
    if (message.seq >= end) break;
  }
  reader.stop();
  return events;
}

/** What a session's figures must be, from its raw usage alone: neither pricing nor projector has a say in it. */
function expectedTotals(events: readonly FleetEvent[], sessionId: string) {
  let ledger = emptyLedger();
  for (const event of events) {
    if (event.type === 'usage.recorded' && event.sessionId === sessionId) ledger = recordUsage(ledger, priceUsage(event.data));
  }
  const { tokens, counted, costNanoUsd } = ledgerTotals(ledger, { countCacheReads: false });
  return { input: tokens.input, output: tokens.output, counted, costUsd: nanoUsdToUsd(costNanoUsd) };
}

const shownTotals = ({ tokens, costUsd }: Session) => ({ input: tokens.input, output: tokens.output, counted: tokens.counted, costUsd });

describe('services killed with SIGKILL in the middle of a run', () => {
  it('have after their restart the totals of the log, and nothing twice', async () => {
    const command = 'for n in $(seq 1 120); do printf "%0120d\\n" $n; sleep 0.05; done';
    const ids: string[] = [];
    for (let index = 0; index < SESSIONS; index += 1) {
      // Half of them run into their budget, half print to their end: 120 lines are about 3,660 tokens.
      const budgetTokens = index % 2 === 0 ? 1_500 : 100_000;
      ids.push((await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command, budgetTokens })).id);
    }
    for (const name of KILLED) {
      await sleep(300);
      await fleet.kill(name);
      await sleep(150);
      await fleet.startService(name);
    }
    for (const id of ids) await fleet.ended(id, 60_000);

    for (const [index, id] of ids.entries()) {
      // Costs and limits of the last moment are still under way when the end is there.
      await waitFor(
        async () => {
          const [session, events] = [await fleet.client.session(id), await log()];
          return JSON.stringify(shownTotals(session)) === JSON.stringify(expectedTotals(events, id));
        },
        { timeoutMs: 20_000, what: `the totals of session ${index}` },
      );
      const session = await fleet.client.session(id);
      expect(session.stopReason).toBe(index % 2 === 0 ? 'budget_exceeded' : 'exited');
      expect(session.survivors).toBe(0);
      const types = (await fleet.client.markers(id)).map(({ type }) => type);
      expect(new Set(types).size).toBe(types.length);
      const record = await fleet.client.terminal(id);
      await waitFor(async () => (await fleet.client.session(id)).bytes === record.length, { what: 'as many bytes in the session as in its record' });
      const usageIds = (await fleet.client.usage(id)).map(({ usageId }) => usageId);
      expect(new Set(usageIds).size).toBe(usageIds.length);
    }

    const events = await log();
    for (const group of ['cost.recorded', 'limit.warned', 'limit.reached'] as const) {
      const found = events.filter(({ type }) => type === group).map((event) => event.id);
      expect(new Set(found).size).toBe(found.length);
    }
    const usages = events.filter(({ type }) => type === 'usage.recorded').length;
    expect(events.filter(({ type }) => type === 'cost.recorded')).toHaveLength(usages);
  }, 240_000);
});
