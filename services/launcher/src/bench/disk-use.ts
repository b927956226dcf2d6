import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync } from 'node:zlib';
import { waitFor } from '@agents-fleet/testing';
import { root } from '../bundle-paths.js';
import { directorySize } from '../directory-size.js';
import { BenchFleet } from './bench-fleet.js';
import type { Row } from './report.js';

const GOAL = 0.35;
/** Recorded sessions of agents; `libs/terminal/fixtures/README.md` says how they were made. */
const RECORDED = ['claude', 'codex'];
/** Nothing on the disk has changed for so long, in milliseconds: all is archived. */
const REST_MS = 20_000;
const AT_ONCE = 5;

/**
 * What sessions of agents take on the disk once they have ended: log, read models, archive and all, as a share of what their
 * terminals printed. Measured on a fleet of its own, before and after, each time when it has been stopped.
 * @param rounds how often each recording is played: there are only two, so the text of later ones compresses better than that
 * of sessions which differ
 */
export async function measureDisk(directory: string, rounds: number): Promise<Row> {
  const [data, repo] = [join(directory, 'disk-data'), join(directory, 'disk-repo')];
  mkdirSync(repo);
  await (await BenchFleet.start(data, repo)).stop();
  const before = directorySize(data);
  const fleet = await BenchFleet.start(data, repo);
  let bytes = 0;
  try {
    const paths = RECORDED.map((program) => writeOutput(repo, program));
    const commands = Array.from({ length: rounds }, () => paths).flat().map((path) => `stty -opost; cat ${path}`);
    for (let from = 0; from < commands.length; from += AT_ONCE) {
      const sessions = await Promise.all(commands.slice(from, from + AT_ONCE).map((command) => fleet.run(command)));
      for (const session of sessions) {
        await fleet.ended(session);
        bytes += (await fleet.recorded(session)).bytes;
      }
    }
    await untilAtRest(data);
  } finally {
    await fleet.stop();
  }
  const share = (directorySize(data) - before) / bytes;
  return {
    measure: `disk of ${RECORDED.length * rounds} ended sessions of agents, ${(bytes / 1e6).toFixed(1)} MB printed`,
    result: `${share.toFixed(2)} of the bytes`,
    raw: null,
    goal: `<= ${GOAL}`,
    met: share <= GOAL,
  };
}

/** Writes what a recorded program printed into a file, and returns its path. */
function writeOutput(directory: string, program: string): string {
  const recording = brotliDecompressSync(readFileSync(join(root, `libs/terminal/fixtures/${program}.jsonl.br`))).toString('utf8');
  const [, ...lines] = recording.split('\n');
  const events = lines.map((line) => JSON.parse(line) as [at: number, kind: string, data: string]);
  const path = join(directory, program);
  writeFileSync(path, Buffer.concat(events.filter(([, kind]) => kind === 'o').map(([, , data]) => Buffer.from(data, 'latin1'))));
  return path;
}

async function untilAtRest(directory: string): Promise<void> {
  let size = -1;
  await waitFor(
    async () => {
      const before = size;
      size = directorySize(directory);
      if (size === before) return true;
      await sleep(REST_MS);
      return false;
    },
    { timeoutMs: 300_000, what: 'a disk at rest' },
  );
}
