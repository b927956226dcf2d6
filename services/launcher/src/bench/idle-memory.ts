import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchFleet } from './bench-fleet.js';
import type { Row } from './report.js';

const GOAL_MB = 165;

/**
 * Proportional set size of every process of the fleet, broker and launcher included, when nothing happens: memory that
 * would be free without it. Linux only.
 * @param settleMs how long to leave it alone first
 */
export async function measureIdleMemory(fleet: BenchFleet, settleMs: number): Promise<Row> {
  const measure = 'memory of the whole set, idle (PSS)';
  const goal = `<= ${GOAL_MB} MB`;
  if (process.platform !== 'linux') return { measure, result: 'not measured: only Linux tells it', raw: null, goal, met: null };
  await sleep(settleMs);
  const processes = descendants(fleet.pid).map((pid) => ({ name: nameOf(pid), megabytes: pssKilobytes(pid) / 1024 }));
  const total = processes.reduce((sum, { megabytes }) => sum + megabytes, 0);
  const parts = processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(0)}`).join(', ');
  return { measure, result: `${total.toFixed(0)} MB (${parts})`, raw: null, goal, met: total <= GOAL_MB };
}

/** The process and all that descend from it. */
function descendants(ancestor: number): number[] {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), parentOf(Number(pid))]));
  const found = new Set([ancestor]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (parent !== null && found.has(parent)) found.add(pid);
  }
  return [...found];
}

function parentOf(pid: number): number | null {
  try {
    // After the command's name, which is in parentheses and may hold anything: state, then the parent.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ');
    return Number(fields?.[1]);
  } catch (error) {
    // It ended while we looked.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function pssKilobytes(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error(`process ${pid} does not tell its memory`);
  return Number(kilobytes);
}

function nameOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const [, bundle] = words.map((word) => /dist\/([a-z-]+\/[a-z-]+)\.js$/.exec(word)).find((match) => match !== null) ?? [];
  return bundle?.replace('/main', '') ?? words[0]?.split('/').at(-1) ?? String(pid);
}
