import { Component, computed, inject } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { CommentDrafts } from './comment-drafts.js';
import { commentsText, placeOf } from './comment-text.js';
import { writtenDrafts, type CommentDraft } from './stored-drafts.js';

/** All comments that wait, with the very text that is sent. */
@Component({
  selector: 'fleet-drafts-dialog',
  imports: [MatDialogClose],
  template: `
    <div class="dialog">
      <h2 id="drafts-title">Draft comments</h2>
      <ul>
        @for (draft of drafts(); track draft.id) {
          <li>
            <button class="place mono" type="button" (click)="dialog.close(draft)">{{ place(draft) }}</button>
            <button class="btn btn--ghost btn--sm" type="button" [attr.aria-label]="'Discard the comment on ' + place(draft)" (click)="discard(draft)">Discard</button>
            <p>{{ draft.text }}</p>
          </li>
        } @empty { <li>None is left.</li> }
      </ul>
      @if (drafts().length > 0) { <details><summary>The message as it is sent</summary><pre tabindex="0">{{ text() }}</pre></details> }
      <div class="acts"><button class="btn" type="button" mat-dialog-close cdkFocusInitial>Close</button></div>
    </div>
  `,
  styles: `
    ul { display: grid; gap: var(--s-2); max-height: 40vh; overflow: auto; }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 2px var(--s-2); padding: var(--s-2) var(--s-3); border-radius: var(--r-3); background: var(--surface-2); }
    .place { min-height: 24px; color: var(--accent-ink); font-size: var(--t-12); text-align: left; overflow-wrap: anywhere; }
    .place:hover { text-decoration: underline; text-underline-offset: 2px; }
    li p { grid-column: 1 / -1; color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
    summary { min-height: 24px; color: var(--ink-2); font-size: var(--t-12); cursor: pointer; }
    pre { max-height: 30vh; padding: var(--s-3); overflow: auto; border-radius: var(--r-3); background: var(--surface-2); font: 11.5px/18px var(--font-mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  `,
})
export class DraftsDialog {
  private readonly ask = inject<{ readonly sessionId: string }>(MAT_DIALOG_DATA);
  private readonly store = inject(CommentDrafts);
  protected readonly dialog = inject<MatDialogRef<DraftsDialog, CommentDraft>>(MatDialogRef);
  protected readonly drafts = computed(() => writtenDrafts(this.store.of(this.ask.sessionId)));
  protected readonly text = computed(() => commentsText(this.drafts()));
  protected readonly place = placeOf;

  protected discard(draft: CommentDraft): void {
    this.store.remove(this.ask.sessionId, [draft.id]);
  }
}
