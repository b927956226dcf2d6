import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runnerHeartbeatSchema, subjects, type RunnerHeartbeat, type StartCommand } from '@agents-fleet/contracts';
import { subscribeCore } from '@agents-fleet/event-log';
import { waitFor } from '@agents-fleet/testing';
import { FleetOfOne } from './under-test/fleet-of-one.js';

let fleet: FleetOfOne;
beforeAll(async () => {
  fleet = await FleetOfOne.start();
}, 60_000);
afterAll(() => fleet.stop());

const tokens = (sessionId: string, direction: 'input' | 'output') =>
  fleet.eventsOf(sessionId, 'usage.recorded').filter(({ data }) => data.source === 'estimate').reduce((sum, { data }) => sum + data.tokens[direction], 0);

describe('a session', () => {
  it('is recorded from its start to its end', async () => {
    const id = await fleet.session('echo hello; exit 3', { cols: 100, rows: 30, budgetTokens: 5_000, name: 'greeting' });
    const ended = await fleet.ended(id);
    expect(ended).toEqual({ stopReason: 'exited', exitCode: 3, signal: null, lastChunk: 2, bytes: 7, survivors: 0, stopDurationMs: null });
    expect(fleet.terminal(id)).toEqual({ kinds: ['resize', 'output'], bytes: Buffer.from('hello\r\n'), resizes: ['100x30'] });
    expect(fleet.events(id).map(({ n, type }) => [n, type])).toEqual([
      [1, 'session.started'], [2, 'session.process_exited'], [3, 'usage.recorded'], [4, 'session.ended'],
    ]);
    const [started] = fleet.eventsOf(id, 'session.started');
    expect(started?.data).toMatchObject({ kind: 'pty', agent: 'shell', name: 'greeting', command: 'echo hello; exit 3', repoPath: fleet.repoPath, budgetTokens: 5_000 });
    expect(started?.runnerId).toBe('spec');
    expect(tokens(id, 'output')).toBe(2);
  });

  it('keeps every byte of many short commands', async () => {
    const path = join(fleet.repoPath, 'source');
    const content = randomBytes(32 * 1024).toString('hex');
    writeFileSync(path, content);
    const ids = await Promise.all(Array.from({ length: 20 }, () => fleet.session(`cat ${path}`)));
    for (const id of ids) {
      await fleet.ended(id, 30_000);
      expect(createHash('sha256').update(fleet.terminal(id).bytes).digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    }
  }, 60_000);

  it('takes input and resizes, in the order of its output', async () => {
    const id = await fleet.session(`read -r line; echo "got $line at $(stty size)"`);
    expect(await fleet.command('resize', { sessionId: id, cols: 120, rows: 40 })).toMatchObject({ ok: true });
    expect(await fleet.type(id, 'five\r')).toMatchObject({ ok: true });
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('got five at 40 120');
    expect(fleet.terminal(id).resizes).toEqual(['80x24', '120x40']);
    expect(fleet.stdin(id)).toEqual(['five\r']);
    expect(tokens(id, 'input')).toBe(2);
    expect(await fleet.type(id, 'late')).toMatchObject({ ok: false, error: { code: 'session_ended' } });
  });

  it('does not keep what is typed at a password prompt', async () => {
    const id = await fleet.session(`read -r -s -p 'Password: ' secret; echo; read -r -p 'Name: ' name; echo "$name has \${#secret}"`);
    await waitFor(() => fleet.output(id).includes('Password: '));
    await fleet.type(id, 'hunter2\r');
    await waitFor(() => fleet.output(id).includes('Name: '));
    await fleet.type(id, 'ann\r');
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('ann has 7');
    expect(fleet.stdin(id)).toEqual([8, 'ann\r']);
  });

  it('does not keep a password that is typed key by key, faster than anybody answers', async () => {
    const id = await fleet.session(`read -r -s -p 'Password: ' secret; echo; read -r -p 'Name: ' name; echo "$name has \${#secret}"`);
    await waitFor(() => fleet.output(id).includes('Password: '));
    await Promise.all([...'hunter2\r'].map((key) => fleet.type(id, key)));
    await waitFor(() => fleet.output(id).includes('Name: '));
    await Promise.all([...'ann\r'].map((key) => fleet.type(id, key)));
    await fleet.ended(id);
    expect(fleet.output(id)).toContain('ann has 7');
    expect(fleet.stdin(id)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 'a', 'n', 'n', '\r']);
  });

  it('gets its marker, and none of our settings', async () => {
    process.env['FLEET_NATS_PASSWORD_FILE'] = '/somewhere/secret';
    const id = await fleet.session('env');
    delete process.env['FLEET_NATS_PASSWORD_FILE'];
    await fleet.ended(id);
    expect(fleet.output(id)).toContain(`AGENTS_FLEET_SESSION_ID=${id}`);
    expect(fleet.output(id)).toContain('TERM=xterm-256color');
    expect(fleet.output(id)).not.toMatch(/^FLEET_/m);
  });

  it('counts what a status line says', async () => {
    const id = await fleet.session(`echo 'AF|ctx=10/200000(0%)|in=1200|out=300|cost=$0.0123'; sleep 0.6; echo 'AF|ctx=20/200000(0%)|in=1300|out=310|cost=$0.02'`);
    await fleet.ended(id);
    const said = fleet.eventsOf(id, 'usage.recorded').filter(({ data }) => data.source === 'statusline').map(({ data }) => data);
    expect(said.map(({ tokens: { input, output }, reportedCostNanoUsd }) => [input, output, reportedCostNanoUsd])).toEqual([
      [1200, 300, 12_300_000],
      [100, 10, 7_700_000],
    ]);
  });

  it('makes few events of a flood of status lines, and loses none of their figures', async () => {
    const lines = 20_000;
    const id = await fleet.session(`seq ${lines} | sed 's/.*/AF|in=&|out=0|cost=$0.0 /'`);
    await fleet.ended(id, 30_000);
    const said = fleet.eventsOf(id, 'usage.recorded').filter(({ data }) => data.source === 'statusline');
    expect(said.reduce((sum, { data }) => sum + data.tokens.input, 0)).toBe(lines);
    expect(said.length).toBeLessThan(lines / 100);
  }, 60_000);

  it('has at the moment of its exit all that its program printed', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => fleet.session('echo first; sleep 0.3; echo last')));
    for (const id of ids) {
      const { lastChunk } = await fleet.ended(id);
      expect(fleet.eventsOf(id, 'session.process_exited').map(({ data }) => data.chunk)).toEqual([lastChunk]);
      expect(fleet.output(id)).toBe('first\r\nlast\r\n');
    }
  });

  it('loses nothing of a flood that rests while something is typed into another one', async () => {
    const path = join(fleet.repoPath, 'flood');
    const content = Buffer.from(randomBytes(8 * 1024 * 1024).toString('hex'));
    writeFileSync(path, content);
    const shell = await fleet.session('stty -echo; echo ready; cat');
    await waitFor(() => fleet.output(shell).includes('ready'));
    const flood = await fleet.session(`cat ${path}`);
    let ended = false;
    const end = fleet.ended(flood, 60_000).finally(() => { ended = true; });
    let keys = 0;
    while (!ended) {
      await fleet.type(shell, 'x\r');
      keys += 1;
    }
    await end;
    expect(keys).toBeGreaterThan(3);
    expect(createHash('sha256').update(fleet.terminal(flood).bytes).digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    await waitFor(() => fleet.output(shell).split('x').length - 1 === keys, { what: 'what was typed' });
    await fleet.command('stop', { sessionId: shell, force: false, reason: 'user', correlationId: 'x' });
    await fleet.ended(shell);
  }, 60_000);

  it('sweeps what its command leaves behind', async () => {
    const id = await fleet.session(`(trap '' HUP TERM; exec sleep 20001) & (setsid sleep 20002 &); sleep 0.2; echo done`);
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited', exitCode: 0, survivors: 0 });
  });
});

describe('a heartbeat', () => {
  it('tells who is there, and what runs', async () => {
    const id = await fleet.session('sleep 30');
    const heartbeats: RunnerHeartbeat[] = [];
    const subscription = subscribeCore(fleet.broker, subjects.runnerHeartbeat('spec'), ({ data }) => {
      heartbeats.push(runnerHeartbeatSchema.parse(JSON.parse(Buffer.from(data).toString())));
    });
    const heartbeat = await waitFor(() => heartbeats.find(({ sessionIds }) => sessionIds.includes(id)));
    subscription.stop();
    expect(heartbeat).toMatchObject({ runnerId: 'spec', repoRoots: [fleet.repoPath], platform: process.platform });
    await fleet.command('stop', { sessionId: id, force: true, reason: 'user', correlationId: 'x' });
    await fleet.ended(id);
  });
});

describe('directories', () => {
  it('are completed under the roots', async () => {
    const reply = await fleet.command('directories', { prefix: fleet.repoPath.slice(0, -1), limit: 5 });
    expect(reply).toEqual({ ok: true, data: { roots: [fleet.repoPath], items: [{ path: fleet.repoPath, isRepository: false }] } });
  });
});

describe('a start', () => {
  it.each<[string, Partial<StartCommand>, string, string]>([
    ['outside of the roots', { repoPath: '/etc' }, 'repo_not_allowed', 'repoPath'],
    ['of a missing directory', { repoPath: 'MISSING' }, 'repo_not_found', 'repoPath'],
    ['of a relative path', { repoPath: 'repo' }, 'invalid_input', 'repoPath'],
    ['with a command that no argument vector can hold', { command: 'a\0b' }, 'invalid_input', 'command'],
    ['with a size of nothing', { cols: 0 }, 'invalid_input', 'cols'],
    ['with an id that is none', { sessionId: 'no.id' }, 'invalid_input', 'sessionId'],
  ])('%s is refused', async (_, options, code, field) => {
    const repoPath = options.repoPath === 'MISSING' ? join(fleet.repoPath, 'missing') : (options.repoPath ?? fleet.repoPath);
    const reply = await fleet.command('start', fleet.startCommand({ ...options, repoPath }));
    expect(reply).toMatchObject({ ok: false, error: { code, field } });
  });

  it('is answered the same when it is repeated, and happens once', async () => {
    const command = fleet.startCommand({ command: 'sleep 0.5' });
    expect(await Promise.all([fleet.command('start', command), fleet.command('start', command)])).toEqual([
      { ok: true, data: { sessionId: command.sessionId } },
      { ok: true, data: { sessionId: command.sessionId } },
    ]);
    await fleet.ended(command.sessionId);
    expect(await fleet.command('start', command)).toMatchObject({ ok: true });
    expect(fleet.eventsOf(command.sessionId, 'session.started')).toHaveLength(1);
  });
});
