import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { type RestoreResult, type RestoredFile } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
import { restoreOrder, restoreParts, restorePoint } from './restore-parts.js';
import { restoreCounts } from './restore-words.js';
import { countWords } from './snapshot-words.js';
import { visibleText } from './visible-text.js';

/** What to put back, and whether somebody may be at work on it. */
export interface RestoreRequest {
  readonly sessionId: string;
  readonly snapshotId: string;
  readonly paths: readonly string[];
  /** `retry-policy.ts`, `3 files`. */
  readonly what: string;
  readonly live: boolean;
}

/** Files of each kind that are listed; the rest is counted. */
const LISTED = 200;

/**
 * Shows what a restore would do, and does it when the person says so. More than the gateway takes at once is asked for in
 * parts, which have one snapshot of the state before; when one of them fails, those before it are done, and the rest can be tried again.
 */
@Component({
  selector: 'fleet-restore-dialog',
  imports: [Icon],
  templateUrl: './restore-dialog.html',
  styleUrl: './restore-dialog.css',
})
export class RestoreDialog {
  private readonly api = inject(ChangesApi);
  private readonly dialog = inject<MatDialogRef<RestoreDialog, readonly RestoreResult[]>>(MatDialogRef);
  protected readonly ask = inject<RestoreRequest>(MAT_DIALOG_DATA);
  protected readonly preview = signal<readonly RestoredFile[] | null>(null);
  /** Files that were looked at, or put back, of all that are asked for. */
  protected readonly progress = signal(0);
  /** What was put back so far. */
  private readonly done = signal<readonly RestoreResult[]>([]);
  protected readonly doneCount = computed(() => this.done().reduce((sum, { files }) => sum + files.length, 0));
  protected readonly failure = signal<Failure | null>(null);
  protected readonly restoring = signal(false);
  private readonly counts = computed(() => restoreCounts(this.preview() ?? []));
  protected readonly groups = computed(() => {
    const { written, deleted, refused, same } = this.counts();
    return [
      // What a person would want to know of is not behind hundreds of others.
      { key: 'refused', title: `${countWords(refused.length, 'file')} can’t be put back`, files: refused },
      { key: 'delete', title: `${countWords(deleted.length, 'file')} will be deleted`, files: deleted },
      { key: 'write', title: `${countWords(written.length, 'file')} will be written`, files: written },
      { key: 'none', title: `${countWords(same.length, 'file')} already as at the start`, files: same },
    ].filter(({ files }) => files.length > 0).map((group) => ({ ...group, listed: group.files.slice(0, LISTED), more: Math.max(0, group.files.length - LISTED) }));
  });
  protected readonly nothing = computed(() => this.counts().written.length + this.counts().deleted.length === 0);
  protected readonly visible = visibleText;

  constructor() {
    void this.look();
  }

  protected async look(): Promise<void> {
    this.failure.set(null);
    this.progress.set(0);
    try {
      const files: RestoredFile[] = [];
      for (const paths of restoreParts(this.ask.paths)) {
        files.push(...(await this.call(paths, true)).files);
        this.progress.set(files.length);
      }
      this.preview.set(files);
    } catch (error) {
      this.failure.set(readFailure(error));
    }
  }

  protected async restore(): Promise<void> {
    this.failure.set(null);
    this.setRestoring(true);
    try {
      const parts = restoreParts(restoreOrder(this.ask.paths, this.preview() ?? []));
      for (const paths of parts.slice(this.done().length)) {
        const result = await this.call(paths, false);
        this.done.update((done) => [...done, result]);
      }
      this.close();
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.setRestoring(false);
    }
  }

  /** Whoever asked hears of what was done, also when it is not all. */
  protected close(): void {
    this.dialog.close(this.done());
  }

  protected whyOf({ why }: RestoredFile): string {
    return why === null ? '' : visibleText(why);
  }

  /** Once something was put back, the dialog is left by its button only, so that what can be undone is not lost. */
  private setRestoring(isRestoring: boolean): void {
    this.restoring.set(isRestoring);
    this.dialog.disableClose = isRestoring || this.done().length > 0;
  }

  private call(paths: readonly string[], preview: boolean): Promise<RestoreResult> {
    const { sessionId, snapshotId } = this.ask;
    return this.api.restore(sessionId, { snapshotId, paths: [...paths], preview, keptAs: restorePoint(this.done()) });
  }
}
