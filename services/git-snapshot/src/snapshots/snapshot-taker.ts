import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Logger } from '@agents-fleet/platform';
import { capturedEvent, NOTHING_COMPARED, type Findings } from '../captured-event.js';
import { excludePatterns, type Excluded } from '../capture/exclude-file.js';
import { Deadline, type CaptureLimits } from '../capture/limits.js';
import type { Scan } from '../capture/scan.js';
import { keepWorkTree } from '../capture/work-tree.js';
import { GitFailedError, type Git } from '../git/git.js';
import type { GitDirectory } from '../git-directory.js';
import { UnreadableRepositoryError } from '../git-file.js';
import { existingRoots, readRepository, type Repository, type RepositoryHead } from '../repository-head.js';
import { openShadowStore } from '../store/shadow-store.js';
import { tidyStore } from '../store/tidy-store.js';
import { findBaseline } from './baseline.js';
import type { CaptureRequest } from './capture-request.js';
import { differenceTo, NO_DIFFERENCE } from './difference.js';
import { NO_CHANGES, type SnapshotChangesFile, type SnapshotDraft, type SnapshotFiles } from './snapshot-files.js';
import type { KeptTree, SnapshotRecord } from './snapshot-record.js';

export interface SnapshotOptions {
  /** The allowed roots. */
  roots: readonly string[];
  limits: CaptureLimits;
  /** Directories with our own data, which are in no snapshot; real paths. */
  ownDirectories: readonly string[];
}

/** What one look at a repository brought. */
interface Taken {
  findings: Findings;
  kept: KeptTree | null;
  changes: SnapshotChangesFile;
}

/** Takes snapshots: reads a session's repository and writes what it finds into the snapshot's directory. */
export class SnapshotTaker {
  readonly #git: Git | string;
  readonly #background: Git | string;
  readonly #files: SnapshotFiles;
  readonly #options: SnapshotOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();

  /** @param git or why there is none, in words for a person */
  constructor(git: Git | string, files: SnapshotFiles, options: SnapshotOptions, logger: Logger) {
    this.#git = git;
    this.#background = typeof git === 'string' ? git : git.inBackground();
    this.#files = files;
    this.#options = options;
    this.#logger = logger;
  }

  /** Ends what is being taken: `take` fails, and nothing is left of it. */
  stop(): void {
    this.#stop.abort(new Error('git-snapshot stops'));
  }

  /** Takes a snapshot, or finds it taken: a repeat must not replace it by a later state. */
  async take(request: CaptureRequest): Promise<SnapshotRecord> {
    const taken = await this.#files.read(request.sessionId, request.snapshotId);
    if (taken !== null) return taken;
    const draft = await this.#files.draft(request.sessionId, request.snapshotId);
    try {
      const at = new Date().toISOString();
      const { findings, kept, changes } = await this.#look(request, draft);
      const record: SnapshotRecord = { event: capturedEvent(request, findings, at), repoPath: request.repoPath, kept };
      await this.#files.put(draft, record, changes);
      return record;
    } catch (error) {
      await this.#files.discard(draft);
      throw error;
    }
  }

  async #look(request: CaptureRequest, draft: SnapshotDraft): Promise<Taken> {
    const deadline = new Deadline(this.#options.limits.seconds, this.#stop.signal);
    const { git: repository, head } = await untilAborted(readRepository(request.repoPath, this.#options.roots), deadline, request.repoPath);
    this.#stop.signal.throwIfAborted();
    if (repository === null) return withoutFiles(head, null);
    const git = request.phase === 'end' ? this.#background : this.#git;
    if (typeof git === 'string') return withoutFiles(head, `only the commit is known: ${git}`);
    try {
      return await this.#keep(git, request, repository, head, draft, deadline);
    } catch (error) {
      this.#stop.signal.throwIfAborted();
      await rm(draft.patch.path, { force: true });
      const why = reasonOf(error, deadline);
      if (why === null) this.#logger.error({ sessionId: request.sessionId, error: String(error) }, 'a snapshot failed');
      return withoutFiles(head, `the files could not be kept: ${why ?? 'something failed, which is in the log of git-snapshot'}`);
    }
  }

  async #keep(git: Git, request: CaptureRequest, repository: GitDirectory, head: RepositoryHead, draft: SnapshotDraft, deadline: Deadline): Promise<Taken> {
    const roots = await existingRoots(this.#options.roots);
    const store = await openShadowStore(this.#files.stores, repository, roots);
    const storeName = basename(store.gitDir);
    const start = request.phase === 'start' ? null : await this.#files.read(request.sessionId, 'start');
    const taken = await this.#files.withWork(storeName, async (work): Promise<Taken> => {
      const scan: Scan = { git, store, roots, work, limits: this.#options.limits, deadline };
      const baseline = request.phase === 'start' ? null : await findBaseline(git, store, storeName, work, start, deadline.signal);
      const begun = Date.now();
      const excluded: Excluded = typeof baseline?.exclude === 'string' ? { patterns: baseline.exclude, shortcoming: null } : await excludePatterns(repository, this.#options.ownDirectories);
      const tree = await keepWorkTree(scan, repository, head.head, excluded.patterns, baseline?.workTree ?? null);
      const kept: KeptTree = {
        root: store.root, store: storeName, idLength: store.idLength, tree: tree.tree, comparedWith: baseline?.workTree?.tree ?? null,
        begun, leftOut: [...tree.leftOut.paths], hasOthers: tree.leftOut.hasOthers, sparse: tree.sparse, exclude: excluded.patterns,
      };
      const difference = baseline === null ? NO_DIFFERENCE : await differenceTo(scan, baseline, head.head, tree, draft);
      const noted = excluded.shortcoming === null ? [] : [excluded.shortcoming];
      const sentences = [...lateStart(request), ...unseenStart(request, start), ...noted, ...tree.leftOut.sentences, ...difference.leftOut];
      const { figures, changes } = difference;
      const { state, head: commit, branch, detail } = head;
      const truncated = sentences.length === 0 ? null : sentences.join('; ');
      return { findings: { state, head: commit, branch, detail, tree: tree.tree, ...figures, truncated }, kept, changes };
    });
    // The snapshot is whole without it; the next one tries again.
    await tidyStore(git, store, deadline.signal).catch((error: unknown) => this.#logger.warn({ store: storeName, error: String(error) }, 'a store is not tidied'));
    return taken;
  }
}

/** A command is held for the snapshot of its start, but not for ever. */
function lateStart({ heldUntil, causedAt }: CaptureRequest): string[] {
  if (heldUntil === null || Date.now() < Date.parse(heldUntil)) return [];
  const seconds = (Date.parse(heldUntil) - Date.parse(causedAt)) / 1000;
  return [`the command began before its repo was read to the end, after it had waited for ${seconds} s: what it changed until then may not be listed`];
}

/** A session that was shorter than the way of its start to this service has changed what it changed before anybody looked. */
function unseenStart(request: CaptureRequest, start: SnapshotRecord | null): string[] {
  const isUnseen = request.phase === 'end' && start !== null && Date.parse(start.event.at) >= Date.parse(request.causedAt);
  return isUnseen ? ['the session had ended before its repo was looked at for the first time: what it changed is not listed'] : [];
}

/** A hung network drive must not hold up the snapshots of other sessions. */
function untilAborted(reading: Promise<Repository>, deadline: Deadline, repoPath: string): Promise<Repository> {
  const tooLate = new Promise<Repository>((resolve) => {
    const detail = `${repoPath} could not be read within ${deadline.text}`;
    deadline.signal.addEventListener('abort', () => resolve({ git: null, head: { state: 'unreadable', head: null, branch: null, detail } }), { once: true });
  });
  return Promise.race([reading, tooLate]);
}

function withoutFiles(head: RepositoryHead, truncated: string | null): Taken {
  const { state, head: commit, branch, detail } = head;
  return { findings: { ...NOTHING_COMPARED, state, head: commit, branch, detail, truncated }, kept: null, changes: NO_CHANGES };
}

/** In words for a person; `null` when it is nothing that can be expected. */
function reasonOf(error: unknown, deadline: Deadline): string | null {
  if (deadline.signal.aborted) return `it took more than twice ${deadline.text}`;
  if (error instanceof GitFailedError || error instanceof UnreadableRepositoryError) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
  if (code === 'ENOSPC') return 'the disk is full';
  return code === 'ENOENT' || code === 'EACCES' ? 'the directory is gone or not readable' : null;
}
