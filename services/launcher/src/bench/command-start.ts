import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@agents-fleet/testing';
import type { BenchFleet } from './bench-fleet.js';
import { quantiles } from './keystroke-echo.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const GOAL_MS = 200;
const FILES = 100;

/** From the request for a session to the moment at which its command runs: in a repo, whose start is kept first, and outside of one. */
export async function measureCommandStart(fleet: BenchFleet, starts: number): Promise<Row> {
  const directories = [join(fleet.repo, 'start-repo'), join(fleet.repo, 'start-plain')] as const;
  for (const directory of directories) {
    mkdirSync(directory);
    for (let file = 0; file < FILES; file += 1) writeFileSync(join(directory, `${file}.txt`), `file ${file}\n`);
  }
  const git = (...words: string[]) => execFileSync('git', ['-C', directories[0], '-c', 'gc.auto=0', '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'files');
  const [inRepo, outside] = [await delays(fleet, directories[0], starts), await delays(fleet, directories[1], starts)];
  return {
    measure: `request to command in a repo of ${FILES} files, ${starts} starts (raw: outside of a repo)`,
    result: quantiles(inRepo),
    raw: quantiles(outside),
    goal: `p50 <= ${GOAL_MS} ms`,
    met: percentile(inRepo, 0.5) <= GOAL_MS,
  };
}

async function delays(fleet: BenchFleet, repoPath: string, starts: number): Promise<number[]> {
  const found: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const askedAt = Date.now();
    const session = await fleet.client.startSession({ kind: 'pty', repoPath, command: 'echo "${EPOCHREALTIME/,/.}"' });
    await fleet.ended(session);
    const said = await waitFor(async () => (await fleet.client.terminal(session.id)).toString().trim(), { what: 'the time at which a command began' });
    found.push(Number(said) * 1000 - askedAt);
  }
  return found;
}
