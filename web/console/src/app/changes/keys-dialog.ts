import { Component } from '@angular/core';
import { MatDialogClose } from '@angular/material/dialog';
import { CHANGES_KEYS } from './changes-keys.js';

/** The keys of the Changes tab. */
@Component({
  selector: 'fleet-keys-dialog',
  imports: [MatDialogClose],
  template: `
    <div class="dialog">
      <h2 id="keys-title">Keys</h2>
      <dl>
        @for (row of keys; track row.words) { <div><dt>@for (key of row.keys; track key) { <kbd>{{ key }}</kbd> }</dt><dd>{{ row.words }}</dd></div> }
      </dl>
      <div class="acts"><button class="btn" type="button" mat-dialog-close cdkFocusInitial>Close</button></div>
    </div>
  `,
  styles: `
    dl { display: grid; gap: var(--s-2); }
    dl > div { display: grid; grid-template-columns: 64px minmax(0, 1fr); align-items: center; }
    dt { display: flex; gap: 4px; }
    dd { color: var(--ink-2); }
  `,
})
export class KeysDialog {
  protected readonly keys = CHANGES_KEYS;
}
