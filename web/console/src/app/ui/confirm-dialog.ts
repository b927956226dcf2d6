import { Component, inject } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose } from '@angular/material/dialog';

/** A question before something that can't be undone. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  /** Shown in full, in machine type: what a link really points to. */
  readonly detail?: string;
  readonly action: string;
  readonly danger?: boolean;
}

@Component({
  selector: 'fleet-confirm-dialog',
  imports: [MatDialogClose],
  template: `
    <div class="dialog">
      <h2 id="confirm-title">{{ ask.title }}</h2>
      <p>{{ ask.text }}</p>
      @if (ask.detail; as detail) { <p class="mono detail">{{ detail }}</p> }
      <div class="acts">
        <button class="btn btn--ghost" type="button" [mat-dialog-close]="false" cdkFocusInitial>Cancel</button>
        <button class="btn" type="button" [class.btn--danger]="ask.danger" [class.btn--primary]="!ask.danger" [mat-dialog-close]="true">{{ ask.action }}</button>
      </div>
    </div>
  `,
  styles: `.detail { padding: var(--s-2) var(--s-3); border-radius: var(--r-2); background: var(--surface-2); color: var(--ink); font-size: var(--t-12); overflow-wrap: anywhere; }`,
})
export class ConfirmDialog {
  protected readonly ask = inject<Confirmation>(MAT_DIALOG_DATA);
}
