import { afterNextRender, Component, computed, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { baseName } from '../format/path.js';
import { placeOf } from './comment-text.js';
import { type CommentDraft } from './stored-drafts.js';

/** More is an essay; the agent's prompt has to hold several of them. */
const MAX_CHARS = 4_000;

/** A comment under the lines that it is about. What is typed is kept at once; nothing is sent from here. */
@Component({
  selector: 'fleet-comment-box',
  template: `
    <section [attr.aria-label]="'Comment on ' + place()">
      <header><b>You</b><span class="mono cut">{{ place() }}</span><span class="mark">Draft</span></header>
      @if (editing()) {
        <textarea #field rows="2" [attr.maxlength]="max" [attr.aria-label]="'Comment on ' + place()" placeholder="What should be different?" [value]="draft().text" (input)="written.emit(field.value)" (keydown)="keydown($event)"></textarea>
        <footer><span>Sent with the lines it is about</span><span class="grow"></span><button class="btn btn--ghost btn--sm" type="button" (click)="discarded.emit()">Discard</button><button class="btn btn--sm" type="button" [disabled]="draft().text.trim() === ''" (click)="kept.emit()">Keep draft</button></footer>
      } @else {
        <p>{{ draft().text }}</p>
        <footer><span class="grow"></span><button class="btn btn--ghost btn--sm" type="button" (click)="discarded.emit()">Discard</button><button class="btn btn--ghost btn--sm" type="button" (click)="edited.emit()">Edit</button></footer>
      }
    </section>
  `,
  styles: `
    section { display: grid; gap: var(--s-2); max-width: 620px; margin-left: auto; padding: var(--s-3); border-radius: var(--r-3); background: var(--overlay); box-shadow: inset 0 0 0 1px var(--accent-line), var(--e-1); }
    header, footer { display: flex; align-items: center; gap: var(--s-2); min-width: 0; color: var(--ink-3); font-size: var(--t-12); }
    header b { color: var(--ink); font-weight: var(--w-medium); }
    footer { font-size: var(--t-11); }
    .mark { padding: 1px 7px; border-radius: var(--r-full); background: var(--accent-soft); color: var(--accent-ink); font-size: var(--t-11); font-weight: var(--w-medium); }
    textarea { width: 100%; min-height: 56px; max-height: 240px; padding: var(--s-2) 10px; border: 0; border-radius: var(--r-2); background: var(--surface); box-shadow: inset 0 0 0 1px var(--line-control); color: inherit; font: inherit; resize: none; field-sizing: content; }
    textarea:focus-visible { outline: 2px solid var(--focus); outline-offset: 0; }
    textarea::placeholder { color: var(--ink-3); opacity: 1; }
    p { color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
  `,
})
export class CommentBox {
  readonly draft = input.required<CommentDraft>();
  readonly editing = input.required<boolean>();
  readonly written = output<string>();
  readonly kept = output();
  readonly edited = output();
  readonly discarded = output();
  private readonly field = viewChild<ElementRef<HTMLTextAreaElement>>('field');
  protected readonly max = MAX_CHARS;
  protected readonly place = computed(() => placeOf({ ...this.draft(), path: baseName(this.draft().path) }));

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    // One that was begun just now is empty; one that scrolled back into view must not take the focus.
    afterNextRender(() => {
      if (!this.editing() || this.draft().text !== '') return;
      this.field()?.nativeElement.focus({ preventScroll: true });
      host.scrollIntoView({ block: 'nearest' });
    });
  }

  protected keydown(event: KeyboardEvent): void {
    event.stopPropagation();
    const enough = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
    if (!enough) return;
    event.preventDefault();
    if (this.draft().text.trim() === '') this.discarded.emit();
    else this.kept.emit();
  }
}
