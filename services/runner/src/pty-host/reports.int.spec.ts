import type { UsageRecord } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlSocketPath } from '../configuration.js';
import { ControlClient } from '../control/control-client.js';
import type { LaunchPlan } from '../control/launch-plan.js';
import { reportReplySchema, type ControlNotice, type Fact, type ReportReply } from '../control/protocol.js';
import { FleetOfOne } from '../under-test/fleet-of-one.js';

let fleet: FleetOfOne;
let control: ControlClient;
const notices: ControlNotice[] = [];

beforeAll(async () => {
  fleet = await FleetOfOne.start({ services: false });
  await fleet.startPtyHost();
  control = new ControlClient(controlSocketPath(fleet.environment['FLEET_DATA_DIR'] ?? ''));
  control.onNotice((notice) => notices.push(notice));
}, 60_000);
afterAll(async () => {
  control.close();
  await fleet.stop();
});

async function start(launch: Partial<LaunchPlan>, budgetTokens: number | null = null): Promise<string> {
  const plan: LaunchPlan = { command: 'read -r line', environment: {}, stopSteps: null, metering: 'reports', settleMs: 5_000, ...launch };
  const command = fleet.startCommand({ command: 'claude', budgetTokens });
  const reply = await control.ask('start', { ...command, agent: 'claude', launch: plan, baselineWaitMs: 0 });
  expect(reply).toMatchObject({ ok: true });
  return command.sessionId;
}

async function report(sessionId: string, ...facts: Fact[]): Promise<ReportReply> {
  const reply = await control.ask('report', { sessionId, facts });
  if (!reply.ok) throw new Error(reply.error.message);
  return reportReplySchema.parse(reply.data);
}

const request = (sessionId: string, name: string, input: number): Fact => {
  const tokens = { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
  const record: UsageRecord = {
    usageId: `${sessionId}:otel:${name}`, requestId: name, source: 'otel', partial: false, agentSessionId: 'a', model: 'm', serviceTier: null, tokens, reportedCostNanoUsd: 5,
  };
  return { kind: 'usage', record, rates: null };
};

const types = (sessionId: string) => fleet.events(sessionId).map(({ type }) => type);

describe('a session that an adapter reports on', () => {
  it('runs what the adapter prepared, under the command that the person gave', async () => {
    const id = await start({ command: 'echo "$ADDED"; exit 0', environment: { ADDED: 'by the adapter' }, settleMs: 0 });
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('by the adapter');
    expect(fleet.eventsOf(id, 'session.started')[0]?.data).toMatchObject({ command: 'claude', agent: 'claude' });
  });

  it('has what is reported as events, each change once, and ends when all is told', async () => {
    const id = await start({ command: 'read -r line; exit 0' });
    const context = { kind: 'context', agentSessionId: 'a', model: 'm', usedTokens: 5, windowTokens: 10 } as const;
    const resumable = { kind: 'resumable', agentSessionId: 'a', command: 'claude --resume a' } as const;
    await report(id, { kind: 'activity', activity: 'working' }, context, resumable, request(id, 'r1', 10));
    await report(id, { kind: 'activity', activity: 'working' }, context, resumable, request(id, 'r1', 10), { kind: 'activity', activity: 'waiting' });
    await fleet.type(id, '\r');
    await waitFor(() => notices.some(({ sessionId }) => sessionId === id), { what: 'the notice of the exit' });
    expect((await control.status())?.exitedIds).toContain(id);
    await report(id, request(id, 'r2', 3), { kind: 'settled' });
    await fleet.ended(id);
    expect(types(id)).toEqual([
      'session.started', 'session.activity_changed', 'context.measured', 'session.resumable', 'usage.recorded', 'session.activity_changed',
      'session.process_exited', 'usage.recorded', 'session.ended',
    ]);
    expect(await control.ask('report', { sessionId: id, facts: [{ kind: 'settled' }] })).toMatchObject({ ok: false, error: { code: 'session_not_found' } });
  });

  it('ends without the last reports when nobody makes them', async () => {
    const id = await start({ command: 'exit 0', settleMs: 300 });
    await fleet.ended(id);
    expect(types(id).at(-1)).toBe('session.ended');
  });

  it('is stopped by its lease as soon as the budget is reported to be used up, and says so', async () => {
    const id = await start({ settleMs: 0 }, 100);
    expect(await report(id, request(id, 'r1', 80))).toMatchObject({ limit: 'warned', stopping: false, budgetTokens: 100 });
    expect(await report(id, request(id, 'r2', 20))).toMatchObject({ limit: 'reached', stopping: true });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
  });

  it('is asked to end by keys, which are nobody’s input', async () => {
    const command = `trap '' INT TERM HUP; read -r line; echo "got $line"; exit 7`;
    const id = await start({ command, stopSteps: [{ atMs: 0, keys: 'bye' }, { atMs: 100, keys: '\r' }], settleMs: 0 });
    await waitFor(async () => (await control.status())?.sessionIds.includes(id) === true);
    await control.ask('stop', { sessionId: id, reason: 'user', force: false, enforcedBy: 'person', budgetVersion: null });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'user', exitCode: 7, survivors: 0 });
    expect(fleet.output(id)).toContain('got bye');
    expect(fleet.stdin(id)).toEqual([]);
  });

  it('is killed at once by force, whatever its ladder', async () => {
    const id = await start({ stopSteps: [{ atMs: 3_900, keys: 'bye' }], settleMs: 0 });
    await control.ask('stop', { sessionId: id, reason: 'user', force: true, enforcedBy: 'person', budgetVersion: null });
    expect(await fleet.ended(id)).toMatchObject({ signal: 'SIGKILL', survivors: 0 });
    expect(fleet.output(id)).not.toContain('bye');
  });
});
