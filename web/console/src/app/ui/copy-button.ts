import { Clipboard } from '@angular/cdk/clipboard';
import { booleanAttribute, Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Icon } from './icon.js';

/** How long the tick stays. */
const COPIED_MS = 2_000;

/** Copies a text and says so, to the eye and aloud. */
@Component({
  selector: 'fleet-copy-button',
  imports: [Icon],
  template: `
    <button class="btn" type="button" [class.btn--ghost]="small()" [class.btn--icon]="small()" [class.btn--sm]="small()" [attr.aria-label]="small() ? label() : null" [attr.title]="label()" (click)="copy()">
      <fleet-icon [name]="copied() ? 'check' : 'copy'" [size]="small() ? 14 : 16" />@if (!small()) { <span class="vh-xs">{{ label() }}</span> }
    </button>
    <span class="vh" role="status">{{ copied() ? 'Copied' : '' }}</span>
  `,
  styles: `:host { position: relative; display: inline-flex; }`,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input.required<string>();
  /** An icon alone. */
  readonly small = input(false, { transform: booleanAttribute });
  private readonly clipboard = inject(Clipboard);
  protected readonly copied = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    clearTimeout(this.timer);
    this.copied.set(this.clipboard.copy(this.text()));
    this.timer = setTimeout(() => this.copied.set(false), COPIED_MS);
  }
}
