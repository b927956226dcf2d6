import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionCommit } from '@agents-fleet/contracts';
import type { StoredFile } from '../diff/changed-file.js';
import { isAbsent } from '../git-file.js';
import { makeReadable, type SnapshotDirectory } from '../store/snapshot-directory.js';
import { snapshotRecordSchema, type SnapshotRecord } from './snapshot-record.js';

/** `changes.json`, which the gateway reads. */
export interface SnapshotChangesFile {
  commits: SessionCommit[];
  files: StoredFile[];
}

export const NO_CHANGES: SnapshotChangesFile = { commits: [], files: [] };

/** A snapshot that is being written. It is there for others once it is `put`. */
export interface SnapshotDraft {
  /** Directory of its own. */
  path: string;
  patch: { path: string; mode: number };
}

/** The directories of snapshots: `<session>/<snapshot>/` with `changes.json`, `changes.patch` and `snapshot.json`. */
export class SnapshotFiles {
  readonly #directory: SnapshotDirectory;

  constructor(directory: SnapshotDirectory) {
    this.#directory = directory;
  }

  /** Directory of all stores. */
  get stores(): string {
    return join(this.#directory.path, 'stores');
  }

  async read(sessionId: string, snapshotId: string): Promise<SnapshotRecord | null> {
    try {
      return snapshotRecordSchema.parse(JSON.parse(await readFile(join(this.#directory.path, sessionId, snapshotId, 'snapshot.json'), 'utf8')));
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** What a snapshot lists. @throws when there is no such snapshot */
  async readChanges(sessionId: string, snapshotId: string): Promise<SnapshotChangesFile> {
    return JSON.parse(await readFile(join(this.#directory.path, sessionId, snapshotId, 'changes.json'), 'utf8')) as SnapshotChangesFile;
  }

  async draft(sessionId: string, snapshotId: string): Promise<SnapshotDraft> {
    const session = join(this.#directory.path, sessionId);
    await makeReadable(this.#directory, session);
    const path = join(session, `.${snapshotId}`);
    // One that a killed service left behind.
    await rm(path, { recursive: true, force: true });
    await makeReadable(this.#directory, path);
    return { path, patch: { path: join(path, 'changes.patch'), mode: this.#directory.fileMode } };
  }

  /** Puts a snapshot in its place: whole and on the disk, or not at all. */
  async put(draft: SnapshotDraft, record: SnapshotRecord, changes: SnapshotChangesFile): Promise<void> {
    await this.#write(join(draft.path, 'changes.json'), JSON.stringify(changes));
    await this.#write(join(draft.path, 'snapshot.json'), JSON.stringify(record));
    await (await open(draft.patch.path, 'a', draft.patch.mode)).close();
    await syncDirectory(draft.path);
    const session = join(this.#directory.path, record.event.sessionId);
    await rename(draft.path, join(session, record.event.data.snapshotId));
    await syncDirectory(session);
  }

  async discard(draft: SnapshotDraft): Promise<void> {
    await rm(draft.path, { recursive: true, force: true });
  }

  /** A directory for one piece of work, gone after it. */
  async withWork<Result>(store: string, work: (path: string) => Promise<Result>): Promise<Result> {
    const path = join(this.stores, store, 'work', `${process.pid}-${performance.now()}`);
    await mkdir(path, { recursive: true, mode: 0o700 });
    try {
      return await work(path);
    } finally {
      await rm(path, { recursive: true, force: true });
    }
  }

  /** Removes what a killed service was working on. */
  async clear(): Promise<void> {
    for (const store of await readdir(this.stores)) await rm(join(this.stores, store, 'work'), { recursive: true, force: true });
  }

  async #write(path: string, text: string): Promise<void> {
    const file = await open(path, 'w', this.#directory.fileMode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
