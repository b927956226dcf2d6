import { computed, inject, Injectable, signal } from '@angular/core';
import { type ChangedFile, type SnapshotChanges } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { buildTree, filesInOrder, filterFiles, treeRows } from './file-tree.js';

/** What one snapshot holds, and which of it is on screen. One for each Changes tab. */
@Injectable()
export class ChangesStore {
  private readonly api = inject(ChangesApi);
  private wanted = '';

  readonly sessionId = signal('');
  readonly snapshotId = signal('');
  readonly changes = signal<SnapshotChanges | null>(null);
  readonly failure = signal<Failure | null>(null);
  readonly loading = signal(false);

  readonly filter = signal('');
  readonly closed = signal<ReadonlySet<string>>(new Set());
  /** Files that are chosen for a restore. */
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  /** Files that were put back since this snapshot. */
  readonly putBack = signal<ReadonlySet<string>>(new Set());
  private readonly path = signal<string | null>(null);

  readonly files = computed(() => this.changes()?.files ?? []);
  readonly shown = computed(() => filterFiles(this.files(), this.filter()));
  private readonly tree = computed(() => buildTree(this.shown()));
  /** While a filter is on, what it found must not hide in a closed directory. */
  readonly rows = computed(() => treeRows(this.tree(), this.filter() === '' ? this.closed() : new Set()));
  /** Files that are shown, as "next file" goes through them. */
  readonly order = computed(() => filesInOrder(this.tree()));
  private readonly byPath = computed(() => new Map(this.files().map((file) => [file.path, file])));
  readonly file = computed<ChangedFile | null>(() => this.byPath().get(this.path() ?? '') ?? null);
  readonly chosenFiles = computed(() => this.files().filter(({ path }) => this.chosen().has(path)));

  /** Loads a snapshot and shows a file of it: the one that was asked for, the one before, or the first. */
  async load(sessionId: string, snapshotId: string, path: string | null): Promise<void> {
    const wanted = `${sessionId}/${snapshotId}`;
    this.wanted = wanted;
    this.loading.set(true);
    this.failure.set(null);
    try {
      const changes = await this.api.changes(sessionId, snapshotId);
      if (this.wanted !== wanted) return;
      if (sessionId !== this.sessionId()) this.closed.set(new Set());
      this.sessionId.set(sessionId);
      this.snapshotId.set(snapshotId);
      this.chosen.set(new Set());
      this.putBack.set(new Set());
      this.changes.set(changes);
      this.path.update((before) => [path, before].find((one) => one !== null && this.byPath().has(one)) ?? this.order()[0]?.path ?? null);
    } catch (error) {
      if (this.wanted !== wanted) return;
      this.changes.set(null);
      this.failure.set(readFailure(error));
    } finally {
      if (this.wanted === wanted) this.loading.set(false);
    }
  }

  open(path: string): void {
    this.path.set(path);
  }

  /** @returns whether there was another file in that direction */
  step(by: 1 | -1): boolean {
    const order = this.order();
    const here = order.findIndex(({ path }) => path === this.path());
    const next = order[here === -1 ? (by === 1 ? 0 : order.length - 1) : here + by];
    if (next === undefined) return false;
    this.path.set(next.path);
    return true;
  }

  toggleDirectory(path: string, open?: boolean): void {
    this.closed.update((closed) => toggled(closed, [path], open === undefined ? !closed.has(path) : !open));
  }

  /** Chooses files, or unchooses them when all of them were. */
  toggleChosen(paths: readonly string[]): void {
    this.chosen.update((chosen) => toggled(chosen, paths, !paths.every((path) => chosen.has(path))));
  }

  markPutBack(paths: readonly string[], on: boolean): void {
    this.putBack.update((before) => toggled(before, paths, on));
  }
}

function toggled(set: ReadonlySet<string>, members: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const member of members) {
    if (on) next.add(member);
    else next.delete(member);
  }
  return next;
}
