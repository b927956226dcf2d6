import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { type RestoreResult, type RestoredFile } from '@agents-fleet/contracts';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure, type Failure } from '../api/problem.js';
import { Icon } from '../ui/icon.js';
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

/** Shows what a restore would do, and does it when the person says so. */
@Component({
  selector: 'fleet-restore-dialog',
  imports: [Icon, MatDialogClose],
  templateUrl: './restore-dialog.html',
  styleUrl: './restore-dialog.css',
})
export class RestoreDialog {
  private readonly api = inject(ChangesApi);
  private readonly dialog = inject<MatDialogRef<RestoreDialog, RestoreResult>>(MatDialogRef);
  protected readonly ask = inject<RestoreRequest>(MAT_DIALOG_DATA);
  protected readonly preview = signal<RestoreResult | null>(null);
  protected readonly failure = signal<Failure | null>(null);
  protected readonly restoring = signal(false);
  private readonly counts = computed(() => restoreCounts(this.preview()?.files ?? []));
  protected readonly groups = computed(() => {
    const { written, deleted, refused, same } = this.counts();
    return [
      { key: 'write', title: `${countWords(written.length, 'file')} will be written`, files: written },
      { key: 'delete', title: `${countWords(deleted.length, 'file')} will be deleted`, files: deleted },
      { key: 'refused', title: `${countWords(refused.length, 'file')} can’t be put back`, files: refused },
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
    try {
      this.preview.set(await this.call(true));
    } catch (error) {
      this.failure.set(readFailure(error));
    }
  }

  protected async restore(): Promise<void> {
    this.restoring.set(true);
    this.failure.set(null);
    try {
      this.dialog.close(await this.call(false));
    } catch (error) {
      this.failure.set(readFailure(error));
    } finally {
      this.restoring.set(false);
    }
  }

  protected whyOf({ why }: RestoredFile): string {
    return why === null ? '' : visibleText(why);
  }

  private call(preview: boolean): Promise<RestoreResult> {
    const { sessionId, snapshotId, paths } = this.ask;
    return this.api.restore(sessionId, { snapshotId, paths: [...paths], preview });
  }
}
