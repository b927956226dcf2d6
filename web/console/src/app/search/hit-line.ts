import { Component, computed, input } from '@angular/core';
import { clipLine } from './clip-line.js';

/** A line of a terminal with what was looked for marked. Always text, never markup: a program wrote it. */
@Component({
  selector: 'fleet-hit-line',
  template: `@for (part of parts(); track $index) {@if (part.hit) {<mark>{{ part.text }}</mark>} @else {<span>{{ part.text }}</span>}}`,
  styles: `
    :host { display: block; min-width: 0; overflow: hidden; white-space: pre; }
    mark { border-radius: 2px; background: var(--accent-soft); box-shadow: inset 0 -1px 0 var(--accent-ink); color: var(--accent-ink); font-weight: var(--w-semi); }
  `,
})
export class HitLine {
  readonly line = input.required<string>();
  readonly ranges = input<readonly (readonly [number, number])[]>([]);
  /** Characters that fit. */
  readonly columns = input.required<number>();
  protected readonly parts = computed(() => clipLine(this.line(), this.ranges(), this.columns()));
}
