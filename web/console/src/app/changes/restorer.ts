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
import { restorePaths, restoredWords, tooMany } from './restore-words.js';
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
    const refused = tooMany(paths);
    if (refused !== null) return this.toasts.failed('Too many files', refused);
    const [only] = files;
    const what = only !== undefined && files.length === 1 ? visibleText(baseName(only.path)) : countWords(files.length, 'file');
    const request: RestoreRequest = { sessionId: session.id, snapshotId: START, paths, what, live: isLive(session) };
    const dialog = this.dialog.open<RestoreDialog, RestoreRequest, RestoreResult>(RestoreDialog, { data: request, ariaLabelledBy: 'restore-title' });
    const result = await firstValueFrom(dialog.afterClosed());
    if (result !== undefined) this.done(request, result);
  }

  private done(request: RestoreRequest, { keptAs, files }: RestoreResult): void {
    const changed = files.filter(({ action }) => action === 'write' || action === 'delete').map(({ path }) => path);
    this.mark(request.sessionId, changed, true);
    this.toasts.show({
      key: `restored:${request.sessionId}`,
      tone: 'done',
      title: `Put back ${request.what}`,
      text: `${restoredWords(files)} What was there is kept.`,
      actions: keptAs === null ? [] : [{ label: 'Undo', run: () => void this.undo(request, keptAs, changed) }],
    });
    void this.snapshots.reload();
  }

  private async undo({ sessionId, what }: RestoreRequest, keptAs: string, paths: readonly string[]): Promise<void> {
    try {
      const { files } = await this.api.restore(sessionId, { snapshotId: keptAs, paths: [...paths], preview: false });
      this.mark(sessionId, paths, false);
      this.toasts.show({ key: `restored:${sessionId}`, tone: 'done', title: `Undone: ${what} as before`, text: restoredWords(files), actions: [] });
    } catch (error) {
      this.toasts.failed(`Could not undo the restore of ${what}`, readFailure(error).message);
    }
    void this.snapshots.reload();
  }

  private mark(sessionId: string, paths: readonly string[], on: boolean): void {
    if (this.store.sessionId() === sessionId) this.store.markPutBack(paths, on);
  }
}
