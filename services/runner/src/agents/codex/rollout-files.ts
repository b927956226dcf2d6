import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Days back and forth in which the rollout of a thread that has just begun may lie: Codex names folders by local time. */
const DAYS = [0, -1, 1];
const DAY_MS = 86_400_000;

/** Codex's own directory, by the environment that it sees. */
export function codexHome(environment: Readonly<Record<string, string>>): string {
  return environment['CODEX_HOME'] ?? join(environment['HOME'] ?? '/', '.codex');
}

/** Finds rollouts (`sessions/YYYY/MM/DD/rollout-<time>-<thread>.jsonl`) by their thread. */
export class RolloutFiles {
  readonly #sessions: string;

  constructor(home: string) {
    this.#sessions = join(home, 'sessions');
  }

  /** The rollout of a thread that began lately. */
  findNew(threadId: string): string | null {
    for (const day of DAYS) {
      const date = new Date(Date.now() + day * DAY_MS);
      const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
      const found = inDirectory(join(this.#sessions, ...parts), threadId);
      if (found !== null) return found;
    }
    return null;
  }

  /** The rollout of any thread: one that is resumed may be years old. */
  find(threadId: string): string | null {
    return this.findNew(threadId) ?? inTree(this.#sessions, threadId, 3);
  }
}

/** The id of the thread that a rollout is of; `null` for another file. */
export function threadOf(path: string): string | null {
  return /\/rollout-[^/]*-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/.exec(path)?.[1] ?? null;
}

function inDirectory(directory: string, threadId: string): string | null {
  const entry = entriesOf(directory).find(({ name }) => name.startsWith('rollout-') && name.endsWith(`-${threadId}.jsonl`));
  return entry === undefined ? null : join(directory, entry.name);
}

/** Newest first: years, months and days are numbers of a fixed width. */
function inTree(directory: string, threadId: string, depth: number): string | null {
  if (depth === 0) return inDirectory(directory, threadId);
  const folders = entriesOf(directory).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort().reverse();
  for (const folder of folders) {
    const found = inTree(join(directory, folder), threadId, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // Not there (yet), or not ours to read: then telemetry meters the thread.
  }
}
