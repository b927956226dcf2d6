import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { snapshotListSchema, type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import type { BenchFleet } from './bench-fleet.js';
import { echoDelays, quantiles } from './keystroke-echo.js';
import { percentile } from './percentile.js';
import type { Row } from './report.js';

const SNAPSHOT_GOAL_S = 5;
const ECHO_GOAL_MS = 15;
const FILES_A_DIRECTORY = 100;
const ENDING_TOGETHER = 4;
/** The echo is measured for about so many keys while snapshots are taken. */
const KEYS = 150;

/** From a session's end to the snapshot of everything that it changed; and the echo of another session while several end. */
export async function measureRepoSnapshot(fleet: BenchFleet, files: number): Promise<Row[]> {
  const repos = Array.from({ length: ENDING_TOGETHER }, (_, index) => aRepo(join(fleet.repo, `snapshot-${index}`), files));
  const [alone] = await changeAll(fleet, repos.slice(0, 1));
  if (alone === undefined) throw new Error('no session has run');
  await goOn(fleet, [alone]);
  const seconds = await untilKept(fleet, alone, files);
  const sessions = await changeAll(fleet, repos);
  const delays = await echoDelays(fleet, KEYS, () => goOn(fleet, sessions));
  for (const session of sessions) await untilKept(fleet, session, files);
  return [
    {
      measure: `snapshot of ${files} changed files, from the session's end`,
      result: `${seconds.toFixed(1)} s`,
      raw: null,
      goal: `<= ${SNAPSHOT_GOAL_S} s`,
      met: seconds <= SNAPSHOT_GOAL_S,
    },
    {
      measure: `keystroke to echo while ${ENDING_TOGETHER} sessions with ${files} changed files each end, ${KEYS} keys`,
      result: quantiles(delays),
      raw: null,
      goal: `p99 <= ${ECHO_GOAL_MS} ms`,
      met: percentile(delays, 0.99) <= ECHO_GOAL_MS,
    },
  ];
}

/**
 * Starts sessions that change every file of their repo once its start is kept; the next call changes them once more. They have
 * done so when this resolves, and wait for a line to end: what is measured is the fleet's work, not theirs.
 */
async function changeAll(fleet: BenchFleet, repos: readonly string[]): Promise<Session[]> {
  const command = `read -r go; find . -name '*.txt' -exec sed -i 's/^/changed /' {} +; echo done; read -r end`;
  const sessions = await Promise.all(repos.map((repoPath) => fleet.client.startSession({ kind: 'pty', repoPath, command })));
  // The first look at so many files may take longer than a command is held.
  for (const session of sessions) await waitFor(async () => (await snapshots(fleet, session)).has('start'), { timeoutMs: 120_000, what: 'the start of a session' });
  await goOn(fleet, sessions);
  const isDone = async ({ id }: Session) => {
    await sleep(200);
    return (await fleet.client.terminal(id)).includes('done');
  };
  for (const session of sessions) await waitFor(() => isDone(session), { timeoutMs: 120_000, what: 'the changes of a session' });
  return sessions;
}

/** Types a line, which they wait for. */
async function goOn(fleet: BenchFleet, sessions: readonly Session[]): Promise<void> {
  await Promise.all(sessions.map(({ id }) => fleet.client.input(id, '\n')));
}

/** @returns seconds from the session's end to the moment at which its snapshot can be read */
async function untilKept(fleet: BenchFleet, { id }: Session, files: number): Promise<number> {
  const found = await waitFor(async () => (await snapshots(fleet, { id })).get('end'), { timeoutMs: 120_000, what: 'the snapshot of an end' });
  const keptAt = Date.now();
  const { endedAt } = await fleet.client.session(id);
  const seconds = (keptAt - Date.parse(endedAt ?? '')) / 1000;
  if (found.files !== files) throw new Error(`the snapshot has ${found.files} of ${files} files: ${found.truncated ?? ''}`);
  return seconds;
}

async function snapshots(fleet: BenchFleet, { id }: Pick<Session, 'id'>) {
  await sleep(50);
  const { items } = snapshotListSchema.parse(await fleet.get(`/api/sessions/${id}/changes`));
  return new Map(items.map((item) => [item.snapshotId, item]));
}

function aRepo(path: string, files: number): string {
  for (let file = 0; file < files; file += 1) {
    const directory = join(path, `d${Math.floor(file / FILES_A_DIRECTORY)}`);
    if (file % FILES_A_DIRECTORY === 0) mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `f${file}.txt`), `file ${file}\n${'a line of text\n'.repeat(20)}`);
  }
  const git = (...words: string[]) => execFileSync('git', ['-C', path, '-c', 'gc.auto=0', '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'files');
  return path;
}
