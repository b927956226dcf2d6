import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchFleet } from './bench-fleet.js';
import { memoryByName } from './process-memory.js';
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
  const processes = [...memoryByName(fleet.pid)].map(([name, bytes]) => ({ name, megabytes: bytes / 1024 ** 2 }));
  const total = processes.reduce((sum, { megabytes }) => sum + megabytes, 0);
  const parts = processes.map(({ name, megabytes }) => `${name} ${megabytes.toFixed(0)}`).join(', ');
  return { measure, result: `${total.toFixed(0)} MB (${parts})`, raw: null, goal, met: total <= GOAL_MB };
}
