import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventPublisher } from '@agents-fleet/event-log';
import { aGitCaptured, waitFor } from '@agents-fleet/testing';
import { CommandGate } from './pty-host/pty/command-gate.js';
import { launchVector } from './pty-host/pty/launch-command.js';
import { FleetOfOne } from './under-test/fleet-of-one.js';

/** Here git-snapshot is whoever publishes what it would; that it does is a scenario of the launcher's. */
let fleet: FleetOfOne;
let publisher: EventPublisher;
const start = async (environment: Record<string, string> = {}) => {
  fleet = await FleetOfOne.start({ environment });
  publisher = new EventPublisher(fleet.broker);
};
const inRepo = () => {
  mkdirSync(join(fleet.repoPath, '.git'));
  mkdirSync(join(fleet.repoPath, 'below'));
  return join(fleet.repoPath, 'below');
};
const captured = (sessionId: string) => publisher.publish(aGitCaptured({ sessionId, runnerId: 'spec', data: { phase: 'start', snapshotId: 'start' } }));
const held = async (sessionId: string) => {
  await waitFor(() => fleet.eventsOf(sessionId, 'session.started').length === 1);
  // Longer than any command here needs to begin.
  await sleep(300);
  expect(fleet.events(sessionId).map(({ type }) => type)).toEqual(['session.started']);
  expect(fleet.output(sessionId)).toBe('');
};
const gates = () => {
  const directory = join(fleet.environment['FLEET_DATA_DIR'] ?? '', 'pty-host', 'gates');
  return existsSync(directory) ? readdirSync(directory) : [];
};

beforeEach(async () => {
  await start({ FLEET_BASELINE_WAIT_SECONDS: '60' });
}, 60_000);
afterEach(async () => {
  publisher.close();
  await fleet.stop();
});

describe('a command in a repo', () => {
  it('is held until the start of its session is kept', async () => {
    const id = await fleet.session('echo begun; read -r line; echo "got $line"', { repoPath: inRepo() });
    await held(id);
    expect(fleet.eventsOf(id, 'session.started')[0]?.data.baselineWaitMs).toBe(60_000);
    await captured(id);
    await waitFor(() => fleet.output(id).includes('begun'));
    await fleet.type(id, 'it\r');
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited', exitCode: 0, survivors: 0 });
    expect(fleet.output(id)).toContain('got it');
    expect(fleet.eventsOf(id, 'session.command_started')).toMatchObject([{ n: 2, data: { baseline: 'kept' } }]);
    expect(gates()).toEqual([]);
  }, 60_000);

  it('gets what was typed while it was held, and the size that its terminal has got', async () => {
    const id = await fleet.session('read -r line; echo "got $line at $(stty size)"', { repoPath: inRepo() });
    await held(id);
    await fleet.type(id, 'early\r');
    await fleet.command('resize', { sessionId: id, cols: 120, rows: 40 });
    await captured(id);
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('got early at 40 120');
  }, 60_000);

  it.each([['', false], ['by force', true]])('never runs when its session is stopped before %s', async (_, force) => {
    const id = await fleet.session('echo begun; touch begun', { repoPath: inRepo() });
    await held(id);
    await fleet.command('stop', { sessionId: id, force, reason: 'user', correlationId: 'x' });
    const ended = await fleet.ended(id);
    expect(ended).toMatchObject({ stopReason: 'user', exitCode: null, signal: force ? 'SIGKILL' : 'SIGINT', survivors: 0 });
    await captured(id);
    expect(fleet.output(id)).not.toContain('begun');
    expect(existsSync(join(fleet.repoPath, 'below/begun'))).toBe(false);
    expect(fleet.eventsOf(id, 'session.command_started')).toEqual([]);
    expect(gates()).toEqual([]);
  }, 60_000);

  it('never runs when the pty-host stops before', async () => {
    const id = await fleet.session('echo begun', { repoPath: inRepo() });
    await held(id);
    await fleet.ptyHost?.stop();
    fleet.ptyHost = null;
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'shutdown', survivors: 0 });
    expect(fleet.output(id)).not.toContain('begun');
  }, 60_000);

  it('is held once, however often its start is asked for', async () => {
    const command = fleet.startCommand({ command: 'echo begun', repoPath: inRepo() });
    const replies = await Promise.all([fleet.command('start', command), fleet.command('start', command)]);
    expect(replies).toMatchObject([{ ok: true }, { ok: true }]);
    await held(command.sessionId);
    await captured(command.sessionId);
    await fleet.ended(command.sessionId);
    expect(fleet.eventsOf(command.sessionId, 'session.started')).toHaveLength(1);
  }, 60_000);
});

describe('a command that is not held', () => {
  const runsAtOnce = async (repoPath: string) => {
    const id = await fleet.session('echo begun', { repoPath });
    await fleet.ended(id);
    expect(fleet.eventsOf(id, 'session.started')[0]?.data.baselineWaitMs).toBe(0);
    expect(fleet.eventsOf(id, 'session.command_started')).toEqual([]);
  };

  it('is one outside of a repo', () => runsAtOnce(fleet.repoPath), 60_000);

  it.each([
    ['waits are off', { FLEET_BASELINE_WAIT_SECONDS: '0' }],
    ['nothing is captured', { AGENTS_FLEET_CAPTURE_GIT_ON_END: '0' }],
  ])('is any when %s', async (_, environment) => {
    publisher.close();
    await fleet.stop();
    await start(environment);
    await runsAtOnce(inRepo());
  }, 60_000);
});

describe('a command whose baseline does not come', () => {
  it('runs when the time is over, and that is recorded', async () => {
    publisher.close();
    await fleet.stop();
    await start({ FLEET_BASELINE_WAIT_SECONDS: '1' });
    const id = await fleet.session('echo begun', { repoPath: inRepo() });
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('begun');
    const [started] = fleet.eventsOf(id, 'session.command_started');
    expect(started?.data.baseline).toBe('late');
    expect(started?.data.waitedMs).toBeGreaterThanOrEqual(990);
  }, 60_000);

  it('does not run when whoever held it is gone', async () => {
    // As in a pty-host that is killed: the pipe has nobody at its other end any more.
    const gate = await CommandGate.make(fleet.folder.path, 'gate');
    const { file, args } = launchVector('echo begun', null, gate.path);
    const done = new Promise<{ code: unknown; printed: string }>((resolve) => execFile(file, args, (error, printed) => { resolve({ code: error?.code, printed }); }));
    await sleep(300);
    gate.close();
    expect(await done).toEqual({ code: 1, printed: '' });
  }, 60_000);
});
