import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { FleetOfOne } from './under-test/fleet-of-one.js';

let fleet: FleetOfOne;
beforeAll(async () => {
  fleet = await FleetOfOne.start();
}, 60_000);
afterAll(() => fleet.stop());

describe('a stop', () => {
  it('by a person ends the session and says so', async () => {
    const id = await fleet.session('echo ready; sleep 1000');
    await waitFor(() => fleet.output(id).includes('ready'));
    expect(await fleet.command('stop', { sessionId: id, force: false, reason: 'user', correlationId: 'x' })).toMatchObject({ ok: true });
    const ended = await fleet.ended(id);
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0, signal: 'SIGINT' });
    expect(ended.stopDurationMs).toBeLessThan(1_000);
    expect(fleet.eventsOf(id, 'session.stop_requested').map(({ data }) => data)).toEqual([
      { reason: 'user', force: false, enforcedBy: 'person', chunk: 2 },
    ]);
  });

  it('ends a login shell before it has to be killed', async () => {
    const id = await fleet.session(null);
    await fleet.type(id, 'echo "sh""ell"\r');
    await waitFor(() => fleet.output(id).includes('shell'));
    await fleet.command('stop', { sessionId: id, force: false, reason: 'user', correlationId: 'x' });
    const ended = await fleet.ended(id);
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0 });
    expect(ended.signal).not.toBe('SIGKILL');
  });

  it('asked for twice happens once', async () => {
    const id = await fleet.session(`trap '' INT TERM; echo ready; while :; do sleep 1000; done`);
    await waitFor(() => fleet.output(id).includes('ready'));
    const stop = (force: boolean) => fleet.command('stop', { sessionId: id, force, reason: 'user', correlationId: 'x' });
    await Promise.all([stop(false), stop(false), stop(true)]);
    expect((await fleet.ended(id)).stopDurationMs).toBeLessThan(1_000);
    expect(fleet.eventsOf(id, 'session.stop_requested')).toHaveLength(1);
    expect(fleet.eventsOf(id, 'session.ended')).toHaveLength(1);
  });

  it('by the lease comes with the event that used the budget up', async () => {
    const id = await fleet.session('while :; do head -c 300 /dev/zero | tr "\\0" x; echo; sleep 0.05; done', { budgetTokens: 2_000 });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    const events = fleet.events(id);
    const stop = events.findIndex(({ type }) => type === 'session.stop_requested');
    expect(events[stop]?.data).toMatchObject({ reason: 'budget_exceeded', enforcedBy: 'lease' });
    const before = events.slice(0, stop).reduce((sum, event) => (event.type === 'usage.recorded' ? sum + event.data.tokens.output : sum), 0);
    expect(before).toBeGreaterThanOrEqual(2_000);
    expect(before).toBeLessThan(2_000 + 200);
  });
});
