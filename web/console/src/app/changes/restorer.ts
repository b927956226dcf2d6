import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { type ChangedFile, type RestoreResult, type Session } from '@agents-fleet/contracts';
import { firstValueFrom } from 'rxjs';
import { Toasts } from '../alerts/toasts.js';
import { ChangesApi } from '../api/changes-api.js';
import { readFailure } from '../api/problem.js';
import { baseName } from '../format/path.js';
import { isLive } from '../sessions/session-state.js';
import { ChangesStore } from './changes-store.js';
import { RestoreDialog, type RestoreRequest } from './restore-dialog.js';
import { changedPaths, restorePoint, undoSteps, type UndoStep } from './restore-parts.js';
import { restorePaths, restoredWords } from './restore-words.js';
import { SessionSnapshots } from './session-snapshots.js';
import { countWords } from './snapshot-words.js';
import { visibleText } from './visible-text.js';

/** The snapshot that files are put back to. */
const START = 'start';

/** Puts files back to the start of the session, after a preview, and undoes it again. */
@Injectable()
export class Restorer {
  private readonly api = inject(ChangesApi);
  private readonly dialog = inject(MatDialog);
  private readonly toasts = inject(Toasts);
  private readonly snapshots = inject(SessionSnapshots);
  private readonly store = inject(ChangesStore);

  async restore(session: Session, files: readonly ChangedFile[]): Promise<void> {
    const paths = restorePaths(files);
    const [only] = files;
    const what = only !== undefined && files.length === 1 ? visibleText(baseName(only.path)) : countWords(files.length, 'file');
    const request: RestoreRequest = { sessionId: session.id, snapshotId: START, paths, what, live: isLive(session) };
    const dialog = this.dialog.open<RestoreDialog, RestoreRequest, readonly RestoreResult[]>(RestoreDialog, { data: request, ariaLabelledBy: 'restore-title' });
    const results = await firstValueFrom(dialog.afterClosed());
    if (results !== undefined && results.length > 0) this.done(request, results);
  }

  private done(request: RestoreRequest, results: readonly RestoreResult[]): void {
    const files = results.flatMap((result) => result.files);
    this.mark(request.sessionId, changedPaths(files), true);
    const steps = undoSteps(results);
    this.toasts.show({
      key: `restored:${request.sessionId}`,
      tone: 'done',
      title: files.length < request.paths.length ? `Put back a part of ${request.what}` : `Put back ${request.what}`,
      text: `${restoredWords(files)} What was there is kept.`,
      actions: steps.length === 0 ? [] : [{ label: 'Undo', run: () => void this.undo(request, steps) }],
    });
    void this.snapshots.reload();
  }

  /**
   * Goes through the steps; when one fails, it and those after it can be tried again.
   * @param before what earlier tries have undone
   */
  private async undo(request: RestoreRequest, steps: readonly UndoStep[], before: readonly RestoreResult[] = []): Promise<void> {
    const { sessionId, what } = request;
    const results = [...before];
    const files = () => results.flatMap((result) => result.files);
    try {
      for (const { keptAs, paths } of steps.slice(results.length)) {
        results.push(await this.api.restore(sessionId, { snapshotId: keptAs, paths: [...paths], preview: false, keptAs: restorePoint(results) }));
        this.mark(sessionId, paths, false);
      }
      this.toasts.show({ key: `restored:${sessionId}`, tone: 'done', title: `Undone: ${what} as before`, text: restoredWords(files()), actions: [] });
    } catch (error) {
      this.toasts.show({
        key: `restored:${sessionId}`,
        tone: 'failed',
        title: `Could not undo the restore of ${what}`,
        text: `${results.length > 0 ? `${countWords(files().length, 'file')} as before, the rest not: ` : ''}${readFailure(error).message}`,
        actions: [{ label: 'Try again', run: () => void this.undo(request, steps, results) }],
      });
    }
    void this.snapshots.reload();
  }

  private mark(sessionId: string, paths: readonly string[], on: boolean): void {
    if (this.store.sessionId() === sessionId) this.store.markPutBack(paths, on);
  }
}
