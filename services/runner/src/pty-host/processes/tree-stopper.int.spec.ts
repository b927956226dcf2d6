import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { childEnvironment } from '../pty/child-environment.js';
import { launchVector } from '../pty/launch-command.js';
import { PseudoTerminal } from '../pty/pseudo-terminal.js';
import { createInheritedMark } from './inherited-mark.js';
import { systemProcessTable } from './process-table.js';
import { SessionProcesses } from './session-processes.js';
import { KILL_AT_ONCE, signalProcess, STOP_LADDER, SWEEP_LADDER, TreeStopper } from './tree-stopper.js';

const open: PseudoTerminal[] = [];
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.release();
});

/** Starts a command as a session does. */
function start(command: string) {
  const sessionId = ulid();
  const mark = createInheritedMark();
  const terminal = new PseudoTerminal({
    ...launchVector(command, mark),
    cwd: tmpdir(),
    environment: childEnvironment(sessionId),
    cols: 80,
    rows: 24,
  });
  open.push(terminal);
  let output = '';
  terminal.onOutput((bytes) => (output += Buffer.from(bytes).toString()));
  const exited = new Promise((resolve) => {
    terminal.onExit(resolve);
  });
  const processes = new SessionProcesses(systemProcessTable(), { sessionId, mark, rootPid: terminal.pid, tty: terminal.tty });
  const stopper = new TreeStopper({ find: () => processes.find(), findKnown: () => processes.findKnown(), kill: signalProcess, type: () => undefined });
  const says = async (text: string) => {
    while (!output.includes(text)) await sleep(5);
  };
  return { stopper, processes, exited, says };
}

/** Command lines, read without our own process table, that hold a sleep's odd duration, which no other test uses. */
function alive(duration: string): string[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-axo', 'stat=,args=']).toString().split('\n').filter((line) => line.includes(duration) && !line.startsWith('Z'));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .map((name) => readCommandLine(name))
    .filter((line) => line.includes(duration));
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended while we looked.
  }
}

async function timed(stop: Promise<number>) {
  const started = performance.now();
  return { survivors: await stop, milliseconds: performance.now() - started };
}

describe('TreeStopper', () => {
  it('ends a shell that obeys on the first rung', async () => {
    const { stopper, says } = start('echo ready; sleep 10001');
    await says('ready');
    const { survivors, milliseconds } = await timed(stopper.stop(STOP_LADDER));
    expect(survivors).toBe(0);
    expect(milliseconds).toBeLessThan(1_000);
    expect(alive('10001')).toEqual([]);
  });

  it('ends a child that traps INT, TERM and HUP', async () => {
    const { stopper, says } = start(`trap '' INT TERM HUP; (trap '' INT TERM HUP; echo ready; while :; do sleep 10002; done) & wait`);
    await says('ready');
    const { survivors, milliseconds } = await timed(stopper.stop(STOP_LADDER));
    expect(survivors).toBe(0);
    expect(milliseconds).toBeLessThan(5_000);
    expect(alive('10002')).toEqual([]);
  });

  it('ends a child that left by setsid', async () => {
    const { stopper, says } = start(`setsid bash -c "trap '' INT TERM HUP; sleep 10003" & echo ready; wait`);
    await says('ready');
    expect((await timed(stopper.stop(STOP_LADDER))).survivors).toBe(0);
    expect(alive('10003')).toEqual([]);
  });

  it('ends what forked twice into a session of its own, without environment or terminal, before anybody looked', async () => {
    const { stopper, says, exited } = start(`(setsid env -i bash -c 'trap "" INT TERM HUP; exec sleep 10004' </dev/null >/dev/null 2>&1 &) ; sleep 0.2; echo ready`);
    await says('ready');
    await exited;
    expect(alive('10004')).toHaveLength(1);
    expect((await timed(stopper.stop(SWEEP_LADDER))).survivors).toBe(0);
    expect(alive('10004')).toEqual([]);
  });

  it('ends a loop that forks faster than anybody looks', async () => {
    const { stopper, says } = start(`trap '' INT TERM HUP; echo ready; while :; do (sleep 10005 &) ; done`);
    await says('ready');
    const { survivors, milliseconds } = await timed(stopper.stop(KILL_AT_ONCE));
    expect(survivors).toBe(0);
    expect(milliseconds).toBeLessThan(5_000);
    expect(alive('10005')).toEqual([]);
  });

  it('ends a stopped child', async () => {
    const { stopper, says } = start(`sleep 10006 & kill -STOP $!; echo ready; wait`);
    await says('ready');
    expect((await timed(stopper.stop(STOP_LADDER))).survivors).toBe(0);
    expect(alive('10006')).toEqual([]);
  });

  it('can be forced on its way', async () => {
    const { stopper, says } = start(`trap '' INT TERM; echo ready; while :; do sleep 10007; done`);
    await says('ready');
    const stopping = timed(stopper.stop(STOP_LADDER));
    await sleep(100);
    stopper.force();
    const { survivors, milliseconds } = await stopping;
    expect(survivors).toBe(0);
    expect(milliseconds).toBeLessThan(1_000);
  });

  it('leaves the processes of another session alone', async () => {
    const other = start('echo ready; sleep 10008');
    const { stopper, says } = start('echo ready; sleep 10009');
    await Promise.all([says('ready'), other.says('ready')]);
    await stopper.stop(KILL_AT_ONCE);
    expect(alive('10008')).not.toEqual([]);
    await other.stopper.stop(KILL_AT_ONCE);
    expect(alive('10008')).toEqual([]);
  });
});
