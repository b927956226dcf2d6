/**
 * The baseline of the benchmark, as a process of its own: node-pty alone, nothing between it and the counter.
 * `throughput <file> <bytes>` prints bytes a second; `echo <count>` prints milliseconds, one number a keystroke.
 */
import { spawn } from '@lydell/node-pty';

const open = (file: string, args: string[]) => spawn(file, args, { encoding: null, cols: 120, rows: 32, name: 'xterm-256color' });
/** With `encoding: null` node-pty hands out buffers; its typings know strings only. */
const sizeOf = (data: string): number => (data as unknown as Buffer).length;

async function throughput(path: string, expected: number): Promise<number> {
  const terminal = open('/bin/bash', ['-c', 'read -r go; exec cat "$0"', path]);
  let bytes = 0;
  let startedAt = 0;
  let lastAt = 0;
  await new Promise<void>((resolve) => {
    terminal.onData((data) => {
      if (startedAt === 0) return;
      bytes += sizeOf(data);
      lastAt = performance.now();
      if (bytes >= expected) resolve();
    });
    // It drops the end of the output now and then: what came is what counts.
    terminal.onExit(() => { resolve(); });
    setTimeout(() => {
      startedAt = performance.now();
      terminal.write('\n');
    }, 300);
  });
  return bytes / ((lastAt - startedAt) / 1000);
}

async function echo(count: number): Promise<number[]> {
  const terminal = open('/bin/cat', []);
  const delays: number[] = [];
  let heard: () => void = () => undefined;
  terminal.onData(() => { heard(); });
  for (let index = 0; index < count; index += 1) {
    const pressedAt = performance.now();
    await new Promise<void>((resolve) => {
      heard = resolve;
      terminal.write('x');
    });
    delays.push(performance.now() - pressedAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  terminal.kill('SIGKILL');
  return delays;
}

const [measure, first, second] = process.argv.slice(2);
const result = measure === 'throughput' ? await throughput(first ?? '', Number(second)) : await echo(Number(first));
process.stdout.write(JSON.stringify(result));
process.exit(0);
