import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceProgram, waitFor, type ServiceProcess, type ServiceProgram } from '@agents-fleet/testing';
import { EventPublisher } from '@agents-fleet/event-log';
import type { FleetEvent } from '@agents-fleet/contracts';
import { systemProcessTable } from './pty-host/processes/process-table.js';
import { FleetOfOne } from './under-test/fleet-of-one.js';

/** Whether anything runs under the pid: a zombie does not. */
const isAlive = (pid: number) => systemProcessTable().list().some((entry) => entry.pid === pid && !entry.zombie);

describe('an outage of the broker', () => {
  let fleet: FleetOfOne;
  beforeAll(async () => {
    fleet = await FleetOfOne.start();
  }, 60_000);
  afterAll(() => fleet.stop());

  it('does not keep the lease from stopping a session, and costs nothing of its record', async () => {
    // Counts, so that a hole would be seen.
    const id = await fleet.session('i=0; while :; do i=$((i+1)); printf "%0200d\\n" $i; sleep 0.02; done', { budgetTokens: 4_000 });
    await waitFor(() => fleet.output(id).length > 1_000);
    await fleet.server.kill();
    await waitFor(() => fleet.ptyHost?.health().details['sessions'] === 0, { timeoutMs: 20_000, what: 'the stop without a broker' });
    expect(fleet.ptyHost?.health().details['spoolBytes']).toBeGreaterThan(0);
    await fleet.server.restart();
    expect(await fleet.ended(id, 30_000)).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    const lines = fleet.output(id).split('\r\n').filter((line) => line.length === 200).map(Number);
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, i) => i + 1));
    expect(lines.length).toBeGreaterThan(75);
    const estimate = fleet.eventsOf(id, 'usage.recorded').reduce((sum, { data }) => sum + data.tokens.output, 0);
    expect(estimate).toBe(Math.ceil(fleet.output(id).length / 4));
    expect(fleet.events(id).map(({ n }) => n)).toEqual(Array.from({ length: fleet.events(id).length }, (_, i) => i + 1));
    await waitFor(() => fleet.ptyHost?.health().details['spoolBytes'] === 0);
  }, 90_000);
});

describe('an outage longer than the spool', () => {
  let fleet: FleetOfOne;
  beforeAll(async () => {
    fleet = await FleetOfOne.start({ environment: { FLEET_SPOOL_MAX_BYTES: '1000000' } });
  }, 60_000);
  afterAll(() => fleet.stop());

  it('makes the program wait, and loses nothing', async () => {
    const id = await fleet.session('sleep 1; seq 1 1000000');
    await fleet.server.kill();
    await waitFor(() => Number(fleet.ptyHost?.health().details['spoolBytes']) > 800_000, { what: 'a spool that is full' });
    await fleet.server.restart();
    expect(await fleet.ended(id, 60_000)).toMatchObject({ stopReason: 'exited', exitCode: 0 });
    const numbers = fleet.output(id).split('\r\n').map(Number).filter((n) => n > 0);
    expect(numbers).toHaveLength(1_000_000);
    expect(numbers.every((n, i) => n === i + 1)).toBe(true);
  }, 120_000);
});

describe('killed processes', () => {
  let fleet: FleetOfOne;
  let programs: { ptyHost: ServiceProgram; runner: ServiceProgram };
  let ptyHost: ServiceProcess;
  let runner: ServiceProcess;

  beforeAll(async () => {
    fleet = await FleetOfOne.start({ services: false });
    programs = {
      ptyHost: await serviceProgram('services/runner/src/pty-host/main.ts'),
      runner: await serviceProgram('services/runner/src/main.ts'),
    };
    ptyHost = await programs.ptyHost.start(fleet.environment);
    runner = await programs.runner.start(fleet.environment);
  }, 60_000);
  afterAll(async () => {
    await runner.stop();
    await ptyHost.stop();
    programs.ptyHost.remove();
    programs.runner.remove();
    await fleet.stop();
  });

  const rootPid = (id: string) => fleet.eventsOf(id, 'session.started')[0]?.data.pid ?? 0;

  it('a killed runner changes nothing for its sessions, and the next one finds them', async () => {
    const id = await fleet.session('read -r a; echo "one $a"; read -r b; echo "two $b"');
    await runner.kill();
    await fleet.type(id, 'x\r');
    await waitFor(() => fleet.output(id).includes('one x'));
    runner = await programs.runner.start(fleet.environment);
    expect(await fleet.command('stop', { sessionId: id, force: true, reason: 'user', correlationId: 'c' })).toMatchObject({ ok: true });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'user', survivors: 0 });
  }, 30_000);

  it('a limit that was reached while the runner was dead is obeyed by the next one', async () => {
    const id = await fleet.session('echo ready; sleep 1000', { budgetTokens: 1_000 });
    await waitFor(() => fleet.output(id).includes('ready'));
    await runner.kill();
    const reached: FleetEvent = {
      id: `limit:${id}:reached:1`, type: 'limit.reached', v: 1, sessionId: id, runnerId: 'spec', epoch: null, n: null,
      at: new Date().toISOString(), correlationId: 'c', causationId: null,
      data: { version: 1, budgetNanoUsd: null, budgetTokens: 1_000, dimension: 'tokens', spentTokens: 1_000, spentNanoUsd: 0 },
    };
    await new EventPublisher(fleet.broker).publish(reached);
    runner = await programs.runner.start(fleet.environment);
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    expect(fleet.eventsOf(id, 'session.stop_requested')[0]?.data.enforcedBy).toBe('budget');
  }, 30_000);

  it('a limit of a budget that has been raised since is not obeyed', async () => {
    const id = await fleet.session('echo ready; sleep 2', { budgetTokens: 1_000 });
    const limit = { v: 1, sessionId: id, runnerId: 'spec', epoch: null, n: null, at: new Date().toISOString(), correlationId: 'c', causationId: null } as const;
    const publisher = new EventPublisher(fleet.broker);
    await publisher.publish({ ...limit, id: `limit:${id}:changed:2`, type: 'limit.changed', data: { version: 2, budgetNanoUsd: null, budgetTokens: 5_000 } });
    await publisher.publish({
      ...limit, id: `limit:${id}:reached:1`, type: 'limit.reached',
      data: { version: 1, budgetNanoUsd: null, budgetTokens: 1_000, dimension: 'tokens', spentTokens: 1_000, spentNanoUsd: 0 },
    });
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited' });
  }, 30_000);

  it('a killed pty-host leaves no unmetered process, and a record that says what is missing', async () => {
    const id = await fleet.session(`(trap '' HUP TERM; exec setsid sleep 20011) & echo ready; while :; do echo line; sleep 0.01; done`);
    await waitFor(() => fleet.output(id).includes('ready'));
    const pid = rootPid(id);
    await ptyHost.kill();
    ptyHost = await programs.ptyHost.start(fleet.environment);
    expect(isAlive(pid)).toBe(false);
    const ended = await fleet.ended(id, 30_000);
    expect(ended).toMatchObject({ stopReason: 'crash_recovery', survivors: 0, exitCode: null, bytes: fleet.terminal(id).bytes.length });
    const [gap] = fleet.eventsOf(id, 'session.record_gap');
    expect(gap?.data.why).toContain('killed');
    expect(fleet.events(id).map(({ n }) => n)).toEqual(Array.from({ length: fleet.events(id).length }, (_, i) => i + 1));
    // And the next session is as any other.
    expect(await fleet.ended(await fleet.session('echo fine'))).toMatchObject({ stopReason: 'exited', exitCode: 0 });
  }, 60_000);

  it('a pty-host that is told to stop ends its sessions first', async () => {
    const id = await fleet.session('echo ready; sleep 1000');
    await waitFor(() => fleet.output(id).includes('ready'));
    expect(await ptyHost.stop()).toBe(0);
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'shutdown', survivors: 0 });
    ptyHost = await programs.ptyHost.start(fleet.environment);
  }, 30_000);

  it('a second pty-host of the same data directory refuses to start', async () => {
    const id = await fleet.session('echo ready; sleep 1');
    await expect(programs.ptyHost.start(fleet.environment)).rejects.toThrow('another pty-host serves');
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited' });
  }, 30_000);
});
