import { changedFileSchema, sessionCommitSchema, type ChangedFile, type SessionCommit } from '@agents-fleet/contracts';
import { z } from 'zod';
import { damagedSnapshot, type SnapshotFiles } from './snapshot-files.js';

/** A changed file, and where its part is in `changes.patch`, in bytes. */
const storedFileSchema = changedFileSchema.extend({ patchOffset: z.number().int().min(0), patchLength: z.number().int().min(0) });
const storedChangesSchema = z.object({ commits: z.array(sessionCommitSchema), files: z.array(storedFileSchema) });

export type StoredFile = z.infer<typeof storedFileSchema>;
/** The content of `changes.json`. */
export interface StoredChanges {
  readonly commits: readonly SessionCommit[];
  readonly files: readonly StoredFile[];
}

/** Far above what git-snapshot writes: 10,000 files take about 4 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The list of a snapshot is read for each diff that a person looks at; two are enough to compare. */
const MOST_REMEMBERED = 2;
/** A person who has gone elsewhere doesn't come back to it soon. */
const FORGET_AFTER_MS = 60_000;

interface Remembered {
  readonly stamp: string;
  readonly changes: StoredChanges;
}

/** Reads what changed until a snapshot, and remembers what it has read last. */
export class StoredChangesReader {
  readonly #remembered = new Map<string, Remembered>();
  #forgetting: NodeJS.Timeout | undefined;

  constructor(private readonly files: SnapshotFiles) {}

  /**
   * @returns `null` when it isn't kept
   * @throws ProblemError 410 when it isn't what git-snapshot writes
   */
  async read(sessionId: string, snapshotId: string): Promise<StoredChanges | null> {
    const file = await this.files.open(sessionId, snapshotId, 'changes.json');
    if (file === null) return null;
    try {
      const key = `${sessionId}/${snapshotId}`;
      const known = this.#remembered.get(key);
      if (known?.stamp === file.stamp) return known.changes;
      if (file.size > MAX_BYTES) throw damagedSnapshot();
      const changes = parsed(await file.handle.readFile('utf8'));
      this.#remember(key, { stamp: file.stamp, changes });
      return changes;
    } finally {
      await file.handle.close();
    }
  }

  #remember(key: string, changes: Remembered): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, changes);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => { this.#remembered.clear(); }, FORGET_AFTER_MS).unref();
  }
}

/** A changed file as the API has it. */
export function changedFileOf({ patchOffset: _offset, patchLength: _length, ...file }: StoredFile): ChangedFile {
  return file;
}

function parsed(text: string): StoredChanges {
  try {
    return storedChangesSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw Object.assign(damagedSnapshot(), { cause });
  }
}
