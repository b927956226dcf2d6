import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { childEnvironment } from './child-environment.js';
import { launchVector } from './launch-command.js';
import { PseudoTerminal, type ProcessExit } from './pseudo-terminal.js';

/** Runs by hand before a release: FLEET_TAIL_RUNS=400. */
const RUNS = Number(process.env['FLEET_TAIL_RUNS'] ?? 15);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-pty-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A terminal that a failed test left open would keep Jest from ending. */
const opened: PseudoTerminal[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.release();
});

function open(command: string | null, size = { cols: 80, rows: 24 }) {
  const terminal = new PseudoTerminal({
    ...launchVector(command, null),
    cwd: folder,
    environment: childEnvironment('01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ...size,
  });
  opened.push(terminal);
  const output: Uint8Array[] = [];
  terminal.onOutput((bytes) => output.push(Buffer.from(bytes)));
  const exited = new Promise<ProcessExit>((resolve) => {
    terminal.onExit(resolve);
  });
  const finish = () => {
    terminal.drain();
    terminal.release();
    return Buffer.concat(output);
  };
  return { terminal, exited, output, finish };
}

async function run(command: string, whileRunning: (terminal: PseudoTerminal) => Promise<void> = () => Promise.resolve()) {
  const { terminal, exited, finish } = open(command);
  await whileRunning(terminal);
  const exit = await exited;
  return { exit, bytes: finish() };
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Text of exactly `size` bytes without line breaks, which the terminal would turn into two bytes each. */
function sourceFile(size: number) {
  const path = join(folder, `source-${size}`);
  const content = randomBytes(size / 2).toString('hex');
  writeFileSync(path, content);
  return { path, sha: sha(Buffer.from(content)) };
}

describe('PseudoTerminal', () => {
  for (const size of [8 * 1024, 64 * 1024]) {
    it(`keeps every byte of ${RUNS} short runs of ${size} bytes`, async () => {
      const source = sourceFile(size);
      for (let i = 0; i < RUNS; i++) {
        const { bytes } = await run(`cat ${source.path}`);
        expect(sha(bytes)).toBe(source.sha);
      }
    }, 60_000 + RUNS * 100);

    it(`keeps every byte of ${RUNS} short runs of ${size} bytes that nobody reads until after the exit`, async () => {
      const source = sourceFile(size);
      for (let i = 0; i < RUNS; i++) {
        const { bytes } = await run(`cat ${source.path}`, async (terminal) => {
          terminal.pause();
          // Longer than the 200 ms after which node-pty by itself would throw the rest away, for some of the runs.
          await sleep(i % 5 === 0 ? 300 : 10);
          if (size > 8 * 1024) terminal.resume();
        });
        expect(sha(bytes)).toBe(source.sha);
      }
    }, 60_000 + RUNS * 400);
  }

  it('lets the program wait while it is paused, also when it was resumed just before', async () => {
    const source = sourceFile(400 * 1024);
    const { terminal, exited, output, finish } = open(`cat ${source.path}`);
    terminal.pause();
    await sleep(300);
    terminal.resume();
    terminal.pause();
    await sleep(300);
    // Two reads at most of 32 KiB.
    expect(Buffer.concat(output).length).toBeLessThanOrEqual(64 * 1024);
    terminal.resume();
    await exited;
    expect(sha(finish())).toBe(source.sha);
  });

  // macOS gives 1 KiB at a time, and never a read that counts as full.
  (process.platform === 'linux' ? it : it.skip)('hands over at once what has come while it was not read', async () => {
    const source = sourceFile(24 * 1024);
    let largest = 0;
    // A plain read gives 4,095 bytes. The kernel moves what was written to where it can be read in a worker of its own,
    // which may be late on a busy machine: a read then finds less than all.
    for (let i = 0; i < 50 && largest <= 4095; i++) {
      const { terminal, exited, output, finish } = open(`read start; cat ${source.path}`);
      terminal.write(Buffer.from('\r'));
      const echoed = '\r\n';
      await waitFor(() => output.length > 0, { what: 'the echo' });
      terminal.pause();
      await exited;
      terminal.resume();
      await waitFor(() => Buffer.concat(output).length > echoed.length, { what: 'the output' });
      const bytes = finish();
      largest = Math.max(largest, ...output.map(({ length }) => length));
      expect(sha(bytes.subarray(echoed.length))).toBe(source.sha);
    }
    expect(largest).toBeGreaterThan(4095);
  });

  it('tells the exit code, or the signal', async () => {
    expect((await run('exit 7')).exit).toEqual({ exitCode: 7, signal: null });
    expect((await run('kill -TERM $$')).exit).toEqual({ exitCode: null, signal: 'SIGTERM' });
  });

  it('tells the exit at once, not after the 200 ms that node-pty waits for its socket', async () => {
    // The fastest of some runs: any of them may be late on a busy machine.
    let fastest = Infinity;
    for (let i = 0; i < 20 && fastest >= 200; i++) {
      const started = performance.now();
      await run('exit 7');
      fastest = Math.min(fastest, performance.now() - started);
    }
    expect(fastest).toBeLessThan(200);
  });

  it('leaves the program no descriptor but its terminal', async () => {
    open('sleep 30');
    const { bytes } = await run('for fd in /dev/fd/*; do [ -e "$fd" ] && echo "fd=${fd##*/}"; done');
    const descriptors = bytes.toString().match(/fd=\d+/g);
    expect(descriptors).toEqual(['fd=0', 'fd=1', 'fd=2']);
  });

  it('passes input, and resizes', async () => {
    const { terminal, exited, finish } = open('read line; echo "got:$line:$(stty size)"');
    terminal.resize(101, 33);
    terminal.write(Buffer.from('hello\r'));
    await exited;
    expect(finish().toString()).toContain('got:hello:33 101');
  });

  it("starts the person's login shell when there is no command", async () => {
    const { terminal, exited, finish } = open(null);
    terminal.write(Buffer.from('echo "on:$(tty)"; exit 3\r'));
    expect(await exited).toEqual({ exitCode: 3, signal: null });
    expect(finish().toString()).toContain(`on:${terminal.path}`);
  });

  it('runs the command as one argument of bash, whatever is in it', async () => {
    const { bytes } = await run(`printf '%s' 'a"b$HOME`.concat("`c'"));
    expect(bytes.toString()).toBe('a"b$HOME`c');
  });
});
